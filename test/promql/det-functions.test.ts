import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementWise } from '../../src/promql/functions/element-wise.ts';
import { arcTangent2 } from '../../src/promql/functions/trigonometry.ts';

/** The platform's own functions may differ in the last bits from engine to engine, which is why we have ours; to a few units in the last place they agree. */
describe('deterministic functions agree with the platform', () => {
  const near = (mine: number, theirs: number): boolean =>
    mine === theirs || (Number.isNaN(mine) && Number.isNaN(theirs)) || Math.abs(mine - theirs) <= 4e-15 * Math.max(1, Math.abs(theirs));
  it.each<[string, (x: number) => number, number, number]>([
    ['sin', Math.sin, -1e4, 1e4],
    ['cos', Math.cos, -1e4, 1e4],
    ['asin', Math.asin, -1.1, 1.1],
    ['acos', Math.acos, -1.1, 1.1],
    ['atan', Math.atan, -1e9, 1e9],
    ['sinh', Math.sinh, -3, 3],
    ['cosh', Math.cosh, -3, 3],
    ['tanh', Math.tanh, -30, 30],
    ['asinh', Math.asinh, -1e6, 1e6],
    ['acosh', Math.acosh, 0.9, 1e6],
    ['atanh', Math.atanh, -0.999, 0.999],
    ['ln', Math.log, -1, 1e12],
    ['exp', Math.exp, -20, 1],
    ['log2', Math.log2, 0, 1e12],
    ['log10', Math.log10, 0, 1e12],
    ['sqrt', Math.sqrt, 0, 1e300],
  ])('%s', (name, theirs, min, max) => {
    fc.assert(
      fc.property(fc.double({ min, max, noNaN: true }), (x) => {
        expect(near(elementWise[name](x), theirs(x)), `${name}(${x}) is ${elementWise[name](x)}, not ${theirs(x)}`).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('atan2 in every quadrant and on every axis', () => {
    const ends = [0, -0, 1, -1, 2.5, -2.5, Infinity, -Infinity, NaN, 1e-300];
    for (const y of ends) for (const x of ends) expect(near(arcTangent2(y, x), Math.atan2(y, x)), `atan2(${y}, ${x})`).toBe(true);
  });

  it('whole powers have whole logarithms', () => {
    for (let n = -30; n <= 30; n++) expect(elementWise.log2(2 ** n)).toBe(n);
    for (let n = 0; n <= 22; n++) expect(elementWise.log10(Number(`1e${n}`))).toBe(n);
  });
});
