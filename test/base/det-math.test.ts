import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { detExp, detLog, detPow } from '../../src/base/det-math.ts';

/** V8's own functions are the reference; they may differ from ours in the last bit, which is why ours exist. */
const CLOSE = 4e-16;

function relative(ours: number, reference: number): number {
  return reference === 0 ? Math.abs(ours) : Math.abs(ours / reference - 1);
}

describe('deterministic maths', () => {
  it('agrees with Math.log to a bit', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }), (x) => {
        expect(Math.abs(detLog(x) - Math.log(x))).toBeLessThanOrEqual(CLOSE * Math.max(1, Math.abs(Math.log(x))));
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  it('agrees with Math.exp to a bit', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
        expect(relative(detExp(x), Math.exp(x))).toBeLessThanOrEqual(CLOSE);
      }),
      { numRuns: 5000, seed: 2 },
    );
  });

  it.each([
    ['log 0', detLog(0), -Infinity],
    ['log -1', detLog(-1), NaN],
    ['log of the least subnormal', detLog(5e-324), Math.log(5e-324)],
    ['log ∞', detLog(Infinity), Infinity],
    ['exp of too much', detExp(800), Infinity],
    ['exp of too little', detExp(-800), 0],
    ['0 to 0', detPow(0, 0), 1],
    ['2 to 10', detPow(2, 10), 1024],
  ])('%s', (_, ours, wanted) => {
    expect(ours).toEqual(wanted);
  });

  it('raises to fractions', () => {
    expect(relative(detPow(7.3, 0.41), 7.3 ** 0.41)).toBeLessThan(1e-15);
  });
});
