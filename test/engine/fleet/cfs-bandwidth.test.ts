import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CFS_PERIOD_US, createCfsBandwidth } from '../../../src/engine/fleet/cfs-bandwidth.ts';
import { beginStep, bringUpToDate, type CpuShare, createCpuShare, dropFirst, isOver, nextEndUs } from '../../../src/engine/fleet/cpu-share.ts';

interface Step {
  readonly atUs: number;
  readonly us: number;
}

const limited = (cores: number, limitMilli: number, phaseUs = 0): CpuShare => createCpuShare(cores, createCfsBandwidth(limitMilli, 0, phaseUs));

/** Runs the steps; `everyUs` is how often somebody looks between. */
function run(share: CpuShare, steps: readonly Step[], untilUs: number, everyUs = Infinity): number[] {
  const ends: number[] = [];
  const until = (us: number): void => {
    for (;;) {
      const next = Math.min(nextEndUs(share), share.sinceUs + everyUs);
      if (next > us) break;
      bringUpToDate(share, next);
      for (; isOver(share); dropFirst(share)) ends[share.attempt[0]] = next;
    }
    bringUpToDate(share, us);
  };
  steps.forEach(({ atUs, us }, step) => {
    until(atUs);
    beginStep(share, atUs, us, step, 0);
  });
  until(untilUs);
  return ends;
}

/**
 * By the definition, from instant to instant: every running step has min(1, cores / n) of a core while the period's quota lasts. A step that has had its
 * time leaves at the next whole microsecond, as events do.
 */
function endsByDefinition(cores: number, limitMilli: number, steps: readonly Step[]): number[] {
  const left = steps.map(({ us }) => us);
  const ends: number[] = [];
  let quota = limitMilli * 100;
  let periodEnd = CFS_PERIOD_US;
  for (let now = 0; steps.some((_, step) => ends[step] === undefined); ) {
    const running = steps.flatMap(({ atUs }, step) => (atUs <= now && ends[step] === undefined ? [step] : []));
    const busy = quota > 1e-6 ? Math.min(cores, running.length) : 0;
    const rate = running.length === 0 ? 0 : busy / running.length;
    const leave = running.map((step) => (left[step]! <= 1e-3 ? now : rate > 0 ? now + left[step]! / rate : Infinity));
    const arrivals = steps.filter(({ atUs }) => atUs > now).map(({ atUs }) => atUs);
    const next = Math.min(periodEnd, busy === 0 ? Infinity : now + quota / busy, ...arrivals, ...leave.map((at) => Math.max(now, Math.ceil(at - 1e-3))));
    for (const step of running) left[step]! -= (next - now) * rate;
    quota -= (next - now) * busy;
    now = next;
    if (Math.abs(now - Math.round(now)) < 1e-6) for (const step of running) if (left[step]! <= 1e-3) ends[step] = Math.round(now);
    if (now < periodEnd) continue;
    periodEnd += CFS_PERIOD_US;
    quota = limitMilli * 100;
  }
  return ends;
}

describe('a CPU limit by CFS bandwidth control', () => {
  it.each([
    // W of CPU time on n threads with quota q: ceil(W / q) − 1 whole periods, and what is left of W by n threads
    ['180 ms on 4 threads, half a core', 4, 500, 180_000, 307_500],
    ['exactly two quotas', 4, 500, 100_000, 112_500],
    ['less than a quota runs as if there were none', 8, 1000, 96_000, 12_000],
    ['a limit of all the threads is none', 4, 4000, 1_000_000, 250_000],
    ['one thread cannot use a quota of two cores', 1, 2000, 500_000, 500_000],
    ['one second on 8 threads, one core', 8, 1000, 1_000_000, 912_500],
  ])('goes up the stairs: %s', (_, threads, limitMilli, work, endUs) => {
    const steps = Array.from({ length: threads }, () => ({ atUs: 0, us: work / threads }));
    expect(run(limited(threads, limitMilli), steps, 5e6)).toEqual(steps.map(() => endUs));
  });

  it('counts periods, throttled ones and the standstill of every thread as cpu.stat does', () => {
    const share = limited(4, 500);
    run(
      share,
      [0, 1, 2, 3].map(() => ({ atUs: 0, us: 45_000 })),
      5e6,
    );
    // four periods in which it ran and one more, after which the timer stops; in three it stood still for 87.5 ms on 4 CPUs
    expect(share.cfs).toMatchObject({ periods: 5, throttledPeriods: 3, isActive: false });
    expect(share.cfs?.throttledUs).toBeCloseTo(3 * 87_500 * 4, 3);
    expect(share.usedUs).toBeCloseTo(180_000, 3);
  });

  it('keeps its periods where they are, so that a burst late in one has two quotas in a row', () => {
    const steps = [0, 1, 2, 3].map(() => ({ atUs: 190_000, us: 20_000 }));
    expect(run(limited(4, 500), steps, 5e6)).toEqual([210_000, 210_000, 210_000, 210_000]);
    expect(run(limited(4, 500, 90_000), steps, 5e6)).toEqual([297_500, 297_500, 297_500, 297_500]);
  });

  it('does as much as the limit lets it when there is more to do, and no more', () => {
    const share = limited(8, 1500);
    run(
      share,
      Array.from({ length: 8 }, () => ({ atUs: 0, us: 1e9 })),
      60e6,
    );
    expect(share.usedUs).toBeCloseTo(90e6, 0);
    expect(share.cfs).toMatchObject({ periods: 600, throttledPeriods: 600 });
  });

  const scenarios = fc.record({
    cores: fc.integer({ min: 1, max: 8 }),
    limitMilli: fc.integer({ min: 50, max: 8000 }),
    steps: fc.array(fc.record({ atUs: fc.integer({ min: 0, max: 900_000 }), us: fc.integer({ min: 100, max: 150_000 }) }), { minLength: 1, maxLength: 12 }),
  });
  const inOrder = (steps: readonly Step[]): Step[] => [...steps].sort((a, b) => a.atUs - b.atUs);

  it('is what its definition says, to the microsecond that events are rounded up to', () => {
    fc.assert(
      fc.property(scenarios, ({ cores, limitMilli, steps }) => {
        const sorted = inOrder(steps);
        const expected = endsByDefinition(cores, limitMilli, sorted);
        expect(run(limited(cores, limitMilli), sorted, 1e9)).toEqual(expected);
      }),
    );
  });

  it('is the same however often somebody looks', () => {
    fc.assert(
      fc.property(scenarios, fc.integer({ min: 1_000, max: 70_000 }), ({ cores, limitMilli, steps }, everyUs) => {
        const [seldom, often] = [limited(cores, limitMilli), limited(cores, limitMilli)];
        const sorted = inOrder(steps);
        expect(run(often, sorted, 30e6, everyUs)).toEqual(run(seldom, sorted, 30e6));
        expect(often.usedUs).toBeCloseTo(seldom.usedUs, 2);
        expect(often.cfs?.throttledUs).toBeCloseTo(seldom.cfs?.throttledUs ?? -1, 0);
        expect([often.cfs?.periods, often.cfs?.throttledPeriods]).toEqual([seldom.cfs?.periods, seldom.cfs?.throttledPeriods]);
      }),
    );
  });
});
