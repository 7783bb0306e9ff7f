import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventQueue, FIELD, firstTime, pushEvent, takeFirst } from '../../../src/engine/queue/event-queue.ts';

function take(queue: ReturnType<typeof createEventQueue>): number {
  firstTime(queue);
  const event = takeFirst(queue);
  return queue.ints[event + FIELD.subject];
}

function popAll(queue: ReturnType<typeof createEventQueue>): number[] {
  const subjects: number[] = [];
  while (firstTime(queue) < Infinity) subjects.push(take(queue));
  return subjects;
}

describe('the event queue', () => {
  it('at one instant runs by priority, then in the order of pushing', () => {
    const queue = createEventQueue(2);
    [
      [5, 1],
      [5, 0],
      [5, 0],
      [4, 2],
      [5, 2],
      [5, 0],
    ].forEach(([time, priority], subject) => pushEvent(queue, time, priority, 0, subject, 0));
    expect(popAll(queue)).toEqual([3, 1, 2, 5, 0, 4]);
  });

  it('gives what a stable sort would, whatever is pushed and popped between', () => {
    // ties within a slice, neighbours in the slices, and times far beyond them
    const time = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 4_000_000 }), fc.integer({ min: 0, max: 90_000_000 }));
    const event = fc.record({ time, priority: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), fc.integer({ min: 0, max: 200 }), (events, popped) => {
        const queue = createEventQueue(4);
        const waiting: { time: number; priority: number; subject: number }[] = [];
        const order = (a: (typeof waiting)[number], b: (typeof waiting)[number]): number => a.time - b.time || a.priority - b.priority || a.subject - b.subject;
        const half = Math.floor(events.length / 2);
        const push = (subject: number): void => {
          pushEvent(queue, events[subject].time, events[subject].priority, 1, subject, 7);
          waiting.push({ ...events[subject], subject });
        };
        for (let subject = 0; subject < half; subject++) push(subject);
        for (let i = 0; i < popped && queue.size > 0; i++) {
          waiting.sort(order);
          expect(take(queue)).toBe(waiting.shift()?.subject);
        }
        for (let subject = half; subject < events.length; subject++) push(subject);
        expect(popAll(queue)).toEqual(waiting.sort(order).map((one) => one.subject));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
