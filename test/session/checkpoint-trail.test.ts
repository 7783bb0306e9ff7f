import { expect, it } from 'vitest';
import { createCheckpointTrail } from '../../src/session/checkpoint-trail.ts';
import type { Session } from '../../src/session/session-api.ts';

const MINUTE = 60e6;

/** A trail of a play of so many minutes, looked at every 15 seconds; what is kept of the session is its time. */
function trailOf(minutes: number) {
  const trail = createCheckpointTrail();
  const session = { nowUs: 0, epoch: { playStartUs: 10 * MINUTE } };
  for (let us = 10 * MINUTE; us <= (10 + minutes) * MINUTE; us += 15e6) {
    session.nowUs = us;
    const checkpoint = () => ({ simVersion: '', scenarioHash: 'h', seed: 1, atUs: us, state: null });
    trail.note({ ...session, checkpoint } as unknown as Session);
  }
  const minuteBefore = (minute: number): number | null => {
    const found = trail.before(1, 'h', (10 + minute) * MINUTE);
    return found === null ? null : found.atUs / MINUTE - 10;
  };
  return { trail, minuteBefore };
}

it.each([
  [10, 2],
  [32, 2],
  [40, 4],
  [60, 4],
  [90, 8],
])('of a play of %i minutes any instant is at most %i minutes after a checkpoint, or after the beginning', (minutes, apart) => {
  const { minuteBefore } = trailOf(minutes);
  for (let minute = 0.25; minute <= minutes; minute += 0.25) expect(minute - (minuteBefore(minute) ?? 0)).toBeLessThanOrEqual(apart);
});

it('keeps no checkpoint of a future that will be another', () => {
  const { trail, minuteBefore } = trailOf(20);
  expect(minuteBefore(19)).toBe(18);
  trail.forgetAfter((10 + 7) * MINUTE);
  expect(minuteBefore(19)).toBe(6);
});

it('gives none of another seed, scenario or play', () => {
  const { trail } = trailOf(20);
  expect(trail.before(2, 'h', 30 * MINUTE)).toBeNull();
  expect(trail.before(1, 'other', 30 * MINUTE)).toBeNull();
  trail.clear();
  expect(trail.before(1, 'h', 30 * MINUTE)).toBeNull();
});
