import { describe, expect, it } from 'vitest';
import { benchAutoscaler } from '../../src/cli/bench/autoscaler.ts';
import { batchMeans } from './batch-means.ts';
import { waitMmc } from './queueing-theory.ts';

/**
 * The autoscaled queue against M/M/c: with a window much longer than the queue remembers, the number of servers goes to the smallest that keeps
 * utilisation below the threshold and stays; from then on the station must be what theory says of that many servers. A program that steps through time and
 * loses what is left of a service at each step settles elsewhere.
 */
const ARRIVALS = 5;
const MU = 0.5;
const LOAD = ARRIVALS / MU;
const HIGH = 0.76;
const SETTLED_HOURS = 10;
const HOURS = 110;

describe('servers that follow utilisation', () => {
  const rows = benchAutoscaler({
    arrivals: [{ atSeconds: 0, perSecond: ARRIVALS }],
    serviceRate: MU,
    servers: 12,
    windowSeconds: 3_600,
    high: HIGH,
    low: 0.25,
    // longer than the window, or it would still see the fewer servers of before
    cooldownSeconds: 7_200,
    max: 100,
    durationSeconds: HOURS * 3_600,
    intervalSeconds: 3_600,
    seed: 2026,
  });
  const settled = rows.slice(SETTLED_HOURS);
  const servers = settled.at(-1)?.servers ?? 0;

  it('come to the number that theory asks for, and stay', () => {
    expect(servers).toBe(Math.ceil(LOAD / HIGH));
    expect(new Set(settled.map((row) => row.servers)).size).toBe(1);
  });

  it('are used as theory says, and answer as an M/M/c does', () => {
    const latency = batchMeans(
      settled.map((row) => row.meanLatencySeconds ?? Number.NaN),
      0.01,
    );
    const used = batchMeans(
      settled.map((row) => row.utilisation),
      0.01,
    );
    const theory = waitMmc(servers, ARRIVALS, MU) + 1 / MU;
    console.log(
      `Autoscaled queue, settled at ${servers} servers: mean latency ${theory.toFixed(4)} s in theory, ${latency.mean.toFixed(4)} s; utilisation ${(LOAD / servers).toFixed(4)}, ${used.mean.toFixed(4)}`,
    );
    expect(Math.abs(latency.mean / theory - 1)).toBeLessThan(0.02);
    expect(Math.abs(latency.mean - theory)).toBeLessThan(latency.halfWidth);
    expect(Math.abs(used.mean - LOAD / servers)).toBeLessThan(used.halfWidth);
  });

  it('queue without end when there may not be enough of them', () => {
    const few = benchAutoscaler({
      arrivals: [{ atSeconds: 0, perSecond: ARRIVALS }],
      serviceRate: MU,
      servers: 5,
      windowSeconds: 30,
      high: 0.75,
      low: 0.25,
      cooldownSeconds: 60,
      max: 8,
      durationSeconds: 3_600,
      intervalSeconds: 600,
      seed: 1,
    });
    expect(few.map((row) => row.servers).at(-1)).toBe(8);
    // a fifth of the arrivals stay
    expect((few.at(-1)?.queueLength ?? 0) - (few.at(-2)?.queueLength ?? 0)).toBeGreaterThan(0.8 * (ARRIVALS - 8 * MU) * 600);
  });
});
