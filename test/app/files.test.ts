import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/app/checkpoint-file.ts';

describe('a checkpoint file', () => {
  it('gives back what went in, typed arrays and odd numbers too', () => {
    const arrays = fc.oneof(
      fc.float64Array({ maxLength: 20 }),
      fc.int32Array({ maxLength: 20 }),
      fc.uint32Array({ maxLength: 20 }),
      fc.array(fc.integer({ min: 1_000, max: 1_030 })).map((values) => Int16Array.from(values)),
      fc.array(fc.integer({ min: 2 ** 31 - 9, max: 2 ** 31 + 9 })).map((values) => Uint32Array.from(values)),
      fc.uint8Array({ maxLength: 20 }),
      fc.bigUint64Array({ maxLength: 5 }),
    );
    const state = fc.dictionary(
      fc.string({ maxLength: 8 }).filter((key) => !key.startsWith('$') && key !== '__proto__'),
      fc.oneof(arrays, fc.double(), fc.string(), fc.constant(null), fc.constant(undefined), fc.array(fc.oneof(fc.integer(), arrays), { maxLength: 5 })),
    );
    fc.assert(
      fc.property(state, (value) => {
        const checkpoint = { simVersion: '1', scenarioHash: 'a', seed: 1, atUs: 2, state: { value, map: new Map([[1, new Set(['x'])]]) } };
        expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it('refuses other bytes', () => {
    expect(() => decodeCheckpoint(new TextEncoder().encode('<!doctype html>'))).toThrow('not a checkpoint file');
  });
});
