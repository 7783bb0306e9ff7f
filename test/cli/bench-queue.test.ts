import { expect, it } from 'vitest';
import { benchAutoscaler } from '../../src/cli/bench/autoscaler.ts';
import { benchQueue } from '../../src/cli/bench/queue.ts';

const exponential = { kind: 'exponential', meanSeconds: 1 } as const;

it.each(['fcfs', 'ps'] as const)('a slow and busy station (%s) loses nobody: a request may stay for minutes', (discipline) => {
  const figures = benchQueue({ servers: 1, arrivals: 0.97, serviceTime: exponential, capacity: null, discipline, durationSeconds: 50_000, seed: 1 });
  expect(figures.p99SojournSeconds).toBeGreaterThan(60);
  expect(figures.lossProbability).toBe(0);
});

it('the autoscaled queue counts everybody who waits, and says so when there are more than it can hold', () => {
  const overloaded = (durationSeconds: number) =>
    benchAutoscaler({
      arrivals: [{ atSeconds: 0, perSecond: 2_000 }],
      serviceRate: 1,
      servers: 1,
      windowSeconds: 30,
      high: 0.75,
      low: 0.25,
      cooldownSeconds: 60,
      max: 1,
      durationSeconds,
      intervalSeconds: durationSeconds,
      seed: 1,
    });
  const waiting = overloaded(90)[0]?.queueLength ?? 0;
  expect(Math.abs(waiting / (90 * 1_999) - 1)).toBeLessThan(0.02);
  expect(() => overloaded(700)).toThrow('more than the 1100000 requests');
}, 300_000);
