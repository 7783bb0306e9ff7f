import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventQueue, firstTime, takeFirst } from '../../../src/engine/queue/event-queue.ts';
import { allocateAttempt, createAttemptTable, freeAttempt, INT, NONE } from '../../../src/engine/requests/attempt-table.ts';
import { createTimerRing, nextDue, startTimer } from '../../../src/engine/requests/timers.ts';
import type { WorldState } from '../../../src/engine/world.ts';

const TIMEOUT_US = 1000;
const CALLER = 0;

/** A site's timeouts with the attempts they belong to, named by the order of starting. */
function timeouts() {
  const s = { nowUs: 0, attempts: createAttemptTable(4), queue: createEventQueue(), timers: [createTimerRing()] } as unknown as WorldState;
  const running = new Map<number, number>();
  const fired: { readonly name: number; readonly atUs: number }[] = [];
  let started = 0;
  const end = (name: number): void => {
    const row = running.get(name);
    if (row === undefined) return;
    running.delete(name);
    s.attempts.ints[row + INT.parent] = NONE;
    freeAttempt(s.attempts, row);
  };
  return {
    s,
    fired,
    start(): number {
      const row = allocateAttempt(s.attempts);
      s.attempts.ints[row + INT.parent] = CALLER;
      startTimer(s, 0, TIMEOUT_US, row);
      running.set(started, row);
      return started++;
    },
    end,
    wait(us: number): void {
      const until = s.nowUs + us;
      for (let at = firstTime(s.queue); at <= until; at = firstTime(s.queue)) {
        s.nowUs = at;
        takeFirst(s.queue);
        for (let row = nextDue(s, 0); row !== NONE; row = nextDue(s, 0)) {
          const name = [...running].find(([, other]) => other === row)?.[0] ?? -1;
          fired.push({ name, atUs: at });
          end(name);
        }
      }
      s.nowUs = until;
    },
  };
}

describe('a site’s timeouts', () => {
  it('fire each at its own instant, in the order of starting, unless their attempt has ended', () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('start' as const), count: fc.integer({ min: 1, max: 400 }) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), us: fc.integer({ min: 1, max: 1500 }) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const site = timeouts();
        const expected: { name: number; atUs: number }[] = [];
        let open: { name: number; dueUs: number }[] = [];
        for (const one of steps) {
          if (one.kind === 'start') for (let i = 0; i < one.count; i++) open.push({ name: site.start(), dueUs: site.s.nowUs + TIMEOUT_US });
          if (one.kind === 'end') {
            const ended = open.filter((_, at) => (at * 7919) % 100 < one.share * 100);
            for (const { name } of ended) site.end(name);
            open = open.filter((timeout) => !ended.includes(timeout));
          }
          if (one.kind === 'wait') {
            site.wait(one.us);
            expected.push(...open.filter(({ dueUs }) => dueUs <= site.s.nowUs).map(({ name, dueUs }) => ({ name, atUs: dueUs })));
            open = open.filter(({ dueUs }) => dueUs > site.s.nowUs);
          }
        }
        expect(site.fired).toEqual(expected);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('keep their order when the ring grows in its middle', () => {
    const site = timeouts();
    for (let i = 0; i < 200; i++) site.start();
    site.wait(TIMEOUT_US);
    for (let i = 0; i < 400; i++) site.start();
    site.wait(TIMEOUT_US);
    expect(site.fired.map(({ name }) => name)).toEqual(Array.from({ length: 600 }, (_, name) => name));
  });

  it('keep the room they began with while few are running, however many have ended', () => {
    const site = timeouts();
    for (let i = 0; i < 100_000; i++) site.end(site.start());
    expect(site.s.timers[0].attempt.length).toBe(256);
    expect(site.s.attempts.inUse).toBe(0);
  });
});
