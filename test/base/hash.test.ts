import { describe, expect, it } from 'vitest';
import { Hasher, mix, uniform } from '../../src/base/hash.ts';
import { standardExponential } from '../../src/base/exponential.ts';
import { openStream } from '../../src/base/random.ts';

const digestOf = (value: unknown): string => {
  const hasher = new Hasher();
  hasher.value(value);
  return hasher.digest();
};

describe('digests', () => {
  it('notice any changed bit, order and length', () => {
    const base = { a: new Float64Array([1, 2, 3]), b: 'text', c: [1, 2] };
    const variants = [
      { ...base, a: new Float64Array([1, 2, 3.0000000000000004]) },
      { ...base, b: 'texu' },
      { ...base, c: [2, 1] },
      { ...base, c: [1, 2, 0] },
      { ...base, a: new Float64Array([1, 2]) },
    ];
    const digests = [base, ...variants].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('do not depend on key order, nor on the bits of a NaN', () => {
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
    const odd = new Float64Array(1);
    new Uint32Array(odd.buffer).set([7, 0x7ff80001]);
    expect(digestOf(odd)).toBe(digestOf(new Float64Array([NaN])));
  });
});

describe('draws', () => {
  it('pin the first numbers of a stream, so that a changed generator is noticed', () => {
    const stream = openStream(1, 'arrivals/test');
    expect([stream.bits(), stream.bits(), stream.bits()]).toEqual([FIRST_BITS[0], FIRST_BITS[1], FIRST_BITS[2]]);
  });

  it('go on from a saved state', () => {
    const stream = openStream(5, 'x');
    stream.next();
    const twin = openStream(5, 'x', stream.state());
    expect([twin.next(), twin.bits()]).toEqual([stream.next(), stream.bits()]);
  });

  it('are exponential by the same uniform number, to nine digits', () => {
    let worst = 0;
    for (let i = 0; i < 200_000; i++) {
      const hash = i < 1000 ? i : mix(i, 3, 5, 7);
      const wanted = -Math.log(uniform(hash));
      worst = Math.max(worst, Math.abs(standardExponential(hash) / wanted - 1));
    }
    expect(worst).toBeLessThan(1e-8); // near one the logarithm itself loses digits
  });

  it('are uniform: chi-squared of 64 cells over 64,000 hashes stays under the 99.9% point', () => {
    const cells = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) cells[Math.floor(uniform(mix(i, 17, i * 3, 99)) * 64)]++;
    const chi = cells.reduce((sum, count) => sum + ((count - 1000) * (count - 1000)) / 1000, 0);
    expect(chi).toBeLessThan(103.4); // 63 degrees of freedom
  });
});

const FIRST_BITS = [-1655125131, 917159380, 371965688];
