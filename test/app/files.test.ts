import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/app/checkpoint-file.ts';
import { readRecording } from '../../src/app/read-recording.ts';

const RECORDING = {
  format: 'brownout-recording/1',
  simVersion: '1.0.0',
  scenario: 's',
  scenarioHash: '00',
  seed: 417,
  untilUs: 10,
  postmortem: '',
  commands: [
    { seq: 0, atUs: 1, actor: 'player', command: { kind: 'mark-mitigated' } },
    { seq: 1, atUs: 2, actor: 'player', command: { kind: 'mark-resolved' } },
  ],
  observations: [{ atUs: 1, actor: 'player', kind: 'logs', what: 'all' }],
  digests: [{ atUs: 0, digest: '0123456789abcdef' }],
};

describe('reading a recording', () => {
  it('takes a whole one', () => {
    expect(readRecording(JSON.stringify(RECORDING), 'r.json')).toEqual({ ok: true, recording: RECORDING });
  });

  const broken = (change: (copy: typeof RECORDING) => void): string => {
    const copy = structuredClone(RECORDING);
    change(copy);
    return JSON.stringify(copy);
  };
  it.each([
    ['{"format', /r\.json is not a whole recording\. It is not JSON/],
    ['{}', /format: expected "brownout-recording\/1", found nothing/],
    [
      broken((copy) => {
        (copy as { seed: unknown }).seed = '417';
      }),
      /seed: expected a whole number, found "417"/,
    ],
    [
      broken((copy) => {
        (copy.commands[1] as { atUs: unknown }).atUs = null;
      }),
      /commands\[1\]\.atUs: expected a whole number, found null/,
    ],
    [
      broken((copy) => {
        copy.commands[1].seq = 3;
      }),
      /commands\[1\]: out of order; expected seq 1/,
    ],
    [
      broken((copy) => {
        copy.commands[1].atUs = 0;
      }),
      /commands\[1\]: out of order/,
    ],
    [
      broken((copy) => {
        copy.digests[0].digest = 'zz';
      }),
      /digests\[0\]\.digest: expected 16 hex digits, found "zz"/,
    ],
    [
      broken((copy) => {
        (copy as { observations: unknown }).observations = {};
      }),
      /observations: expected a list/,
    ],
  ])('says what is wrong and where: %s', (text, problem) => {
    const read = readRecording(text, 'r.json');
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem).toMatch(problem);
  });
});

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
