import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginStep, bringUpToDate, createCpuShare, dropAll, dropFirst, isOver, nextEndUs } from '../../../src/engine/fleet/cpu-share.ts';

interface Step {
  readonly atUs: number;
  readonly us: number;
}

/** Ends of the steps, by processor sharing's own clock. */
function endsOf(cores: number, steps: readonly Step[]): number[] {
  const share = createCpuShare(cores);
  const ends: number[] = [];
  const until = (us: number): void => {
    for (let next = nextEndUs(share); next <= us; next = nextEndUs(share)) {
      bringUpToDate(share, next);
      for (; isOver(share); dropFirst(share)) ends[share.attempt[0]] = next;
    }
    bringUpToDate(share, us);
  };
  steps.forEach(({ atUs, us }, step) => {
    until(atUs);
    beginStep(share, atUs, us, step, 0);
  });
  until(1e12);
  return ends;
}

/** The same by the definition: in every instant each of n steps gets min(1, cores / n) of a core. */
function endsByDefinition(cores: number, steps: readonly Step[]): number[] {
  const left = steps.map(({ us }) => us);
  const ends: number[] = [];
  let now = 0;
  while (ends.filter((end) => end !== undefined).length < steps.length) {
    const running = steps.flatMap(({ atUs }, step) => (atUs <= now && ends[step] === undefined ? [step] : []));
    const rate = Math.min(1, cores / Math.max(1, running.length));
    const arrival = Math.min(...steps.filter(({ atUs }) => atUs > now).map(({ atUs }) => atUs), Infinity);
    const end = now + Math.min(...running.map((step) => left[step] / rate), Infinity);
    const next = Math.min(arrival, end);
    for (const step of running) {
      left[step] -= (next - now) * rate;
      if (left[step] < 1e-6) ends[step] = next;
    }
    now = next;
  }
  return ends;
}

describe('steps that share cores', () => {
  it.each([
    [
      'one core, two at once: each at half speed',
      1,
      [
        [0, 10_000],
        [0, 10_000],
      ],
      [20_000, 20_000],
    ],
    [
      'one core, the second half-way: both lose 5 ms',
      1,
      [
        [0, 10_000],
        [5_000, 10_000],
      ],
      [15_000, 20_000],
    ],
    [
      'two cores, two steps: nobody is slowed',
      2,
      [
        [0, 10_000],
        [0, 10_000],
      ],
      [10_000, 10_000],
    ],
    [
      'a short step passes a long one',
      1,
      [
        [0, 90_000],
        [10_000, 5_000],
      ],
      [95_000, 20_000],
    ],
    [
      'after idleness the clock begins anew',
      1,
      [
        [0, 1_000],
        [50_000, 1_000],
      ],
      [1_000, 51_000],
    ],
  ] as const)('%s', (_, cores, steps, ends) => {
    expect(
      endsOf(
        cores,
        steps.map(([atUs, us]) => ({ atUs, us })),
      ),
    ).toEqual(ends);
  });

  it('end when the definition says, to the microseconds that rounding up adds', () => {
    const step = fc.record({ gap: fc.integer({ min: 0, max: 4_000 }), us: fc.integer({ min: 1, max: 20_000 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { minLength: 1, maxLength: 150 }), (cores, drawn) => {
        let atUs = 0;
        const steps = drawn.map(({ gap, us }) => ({ atUs: (atUs += gap), us }));
        const [ends, exact] = [endsOf(cores, steps), endsByDefinition(cores, steps)];
        ends.forEach((end, at) => {
          expect(end).toBeGreaterThanOrEqual(exact[at] - 0.01);
          expect(end).toBeLessThanOrEqual(exact[at] + steps.length);
        });
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('give out as much core time as was asked for, and never more than there is', () => {
    const share = createCpuShare(2);
    for (let step = 0; step < 100; step++) beginStep(share, 0, 1_000, step, 0);
    bringUpToDate(share, 10_000);
    expect(share.usedUs).toBe(20_000);
    bringUpToDate(share, 50_000);
    expect(share.usedUs).toBe(100_000);
    expect(isOver(share)).toBe(true);
  });

  it('end together in the order of beginning, and with their process all at once', () => {
    const share = createCpuShare(1);
    for (let step = 0; step < 5; step++) beginStep(share, 0, 700, step, 0);
    bringUpToDate(share, 3_500);
    const order: number[] = [];
    for (; isOver(share); dropFirst(share)) order.push(share.attempt[0]);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    beginStep(share, 4_000, 700, 9, 0);
    const { guard } = share;
    dropAll(share, 4_100);
    expect([nextEndUs(share), share.guard > guard]).toEqual([Infinity, true]);
  });
});
