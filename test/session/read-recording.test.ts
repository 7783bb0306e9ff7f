import { describe, expect, it } from 'vitest';
import { readRecording } from '../../src/session/read-recording.ts';

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
      /seed: expected a whole number from 0 to 4294967295, found "417"/,
    ],
    [
      broken((copy) => {
        (copy.commands[1] as { atUs: unknown }).atUs = null;
      }),
      /commands\[1\]\.atUs: expected a whole number from 0 to .*, found null/,
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
    [
      broken((copy) => {
        (copy as { digests: unknown }).digests = [7];
      }),
      /digests\[0\]\.atUs: expected a whole number .*, found nothing/,
    ],
    [
      broken((copy) => {
        (copy as { commands: unknown }).commands = [{}];
      }),
      /commands\[0\]\.seq: expected a whole number, found nothing/,
    ],
    [
      broken((copy) => {
        copy.commands[1].command = { kind: 'mark-forgotten' };
      }),
      /commands\[1\]\.command\.kind: expected the kind of a command, found "mark-forgotten"/,
    ],
    [
      broken((copy) => {
        copy.commands[1].command = { kind: 'scale' };
      }),
      /commands\[1\]\.command\.service: expected text, found nothing/,
    ],
    [
      broken((copy) => {
        copy.untilUs = -1;
      }),
      /untilUs: expected a whole number of microseconds from 0 to .*, found -1/,
    ],
    [
      broken((copy) => {
        copy.untilUs = 1e15;
      }),
      /untilUs: expected .*12 h.*, found 1000000000000000/,
    ],
    [
      broken((copy) => {
        copy.digests[0].atUs = 11;
      }),
      /digests\[0\]\.atUs: expected a whole number from 0 to the recording's "untilUs", 10, found 11/,
    ],
    [
      broken((copy) => {
        copy.digests.push({ ...copy.digests[0] });
      }),
      /digests\[1\]: out of order/,
    ],
  ])('says what is wrong and where: %s', (text, problem) => {
    const read = readRecording(text, 'r.json');
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem).toMatch(problem);
  });

  it.each(Object.keys(RECORDING))('misses %s when it is not there, and names it', (key) => {
    const { [key as keyof typeof RECORDING]: _gone, ...rest } = RECORDING;
    const read = readRecording(JSON.stringify(rest), 'r.json');
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(` ${key}: expected`) });
  });
});
