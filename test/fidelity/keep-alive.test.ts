import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { batchMeans } from './batch-means.ts';
import { lostByOneProxy } from './one-proxy.ts';

/**
 * The keep-alive race. A proxy sends r requests a second to a pod that closes connections after T without one; for a window W (there and
 * back, and the pod's own delay) the proxy can't know that a connection is closed. With Poisson arrivals a request meets a closed one with
 * probability p = exp(−rT)·(1 − exp(−rW)), if the one before left a connection behind, which a lost one doesn't: f = p / (1 + p).
 * For small rW that is W·r·exp(−rT), the formula people use. Neither knows of the round trip a new connection takes, nor of the second one a proxy
 * makes when a request comes while the first is on its way: together they move f by a percent or so at rW = 0.05, and by more than half at 0.2. So the cells
 * keep to small rW and agree with the formulas within 2%; and within their intervals with one proxy alone (`one-proxy.ts`), which knows of both.
 */
const SEED = Number(process.env['FIDELITY_SEED'] ?? 2026);
/** Times as long as usual. */
const LENGTH = Number(process.env['FIDELITY_LENGTH'] ?? 1);
const RISK = 0.01;
const BATCHES = 30;
const REQUESTS_ALONE = 8_000_000;

interface Race {
  readonly name: string;
  readonly perSecond: number;
  readonly idleSeconds: number;
  readonly hopMs: number;
  readonly closeDelayMs: number;
  readonly proxies: number;
  readonly secondsOfBatch: number;
  readonly theory: (r: number, T: number, W: number) => number;
}

const exact = (r: number, T: number, W: number): number => {
  const p = Math.exp(-r * T) * (1 - Math.exp(-r * W));
  return p / (1 + p);
};
const common = (r: number, T: number, W: number): number => W * r * Math.exp(-r * T);

const RACES: readonly Race[] = [
  { name: 'r = 1/s, T = 1 s, W = 50 ms', perSecond: 1, idleSeconds: 1, hopMs: 25, closeDelayMs: 0, proxies: 2_000, secondsOfBatch: 30, theory: exact },
  { name: 'r = 2/s, T = 1 s, W = 12 ms', perSecond: 2, idleSeconds: 1, hopMs: 5, closeDelayMs: 2, proxies: 4_000, secondsOfBatch: 40, theory: exact },
  { name: 'r = 0.5/s, T = 2 s, W = 50 ms', perSecond: 0.5, idleSeconds: 2, hopMs: 25, closeDelayMs: 0, proxies: 4_000, secondsOfBatch: 40, theory: exact },
  {
    name: 'r = 1/s, T = 1 s, W = 12 ms, against W·r·exp(−rT)',
    perSecond: 1,
    idleSeconds: 1,
    hopMs: 5,
    closeDelayMs: 2,
    proxies: 4_000,
    secondsOfBatch: 45,
    theory: common,
  },
];

function fleet({ perSecond, idleSeconds, hopMs, closeDelayMs, proxies }: Race): string {
  return `schemaVersion: 1
name: raced
regions: [{name: here, zones: [a], share: 100%, pointsOfPresence: [{name: near, share: 100%, hop: ${hopMs}ms, proxies: ${proxies}}]}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 100000
    cores: 1000
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    keepAlive: {idleTimeout: ${idleSeconds}s, closeDelay: ${closeDelayMs}ms}
    endpoints: [{route: /job, steps: [{compute: {constant: 1us}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, logSampleRate: 0%}
clients: [{name: jobs, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: ${perSecond * proxies}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;
}

describe('requests lost to the keep-alive race', () => {
  it.each(RACES)('$name', (race) => {
    const scenario = fleetScenario(fleet(race));
    const engine = createEngine(scenario, SEED, new MeasuringRecorder(), { onScrape: () => undefined, onTimeline: () => undefined });
    const counted = (): { lost: number; all: number } => ({
      lost: engine.world.s.backendConnections.lost[0] ?? 0,
      all: engine.world.s.meters.siteAttempts.reduce((sum, count) => sum + count, 0),
    });
    const beginUs = scenario.warmupUs + 10e6;
    engine.advance(beginUs);
    const batches = Array.from({ length: BATCHES }, (_, batch) => {
      const before = counted();
      engine.advance(beginUs + (batch + 1) * race.secondsOfBatch * LENGTH * 1e6);
      const after = counted();
      return (after.lost - before.lost) / (after.all - before.all);
    });
    const window = (2 * race.hopMs + race.closeDelayMs) / 1_000;
    const theory = race.theory(race.perSecond, race.idleSeconds, window);
    const { mean, halfWidth } = batchMeans(batches, RISK / RACES.length);
    const alone = lostByOneProxy(race.perSecond, race.idleSeconds, race.hopMs / 1_000, race.closeDelayMs / 1_000, REQUESTS_ALONE, SEED);
    console.log(
      `${race.name}: theory ${(100 * theory).toFixed(4)}%, one proxy ${(100 * alone.lost).toFixed(4)}%, engine ${(100 * mean).toFixed(4)}% ± ${(100 * halfWidth).toFixed(4)}%, ${counted().lost} of ${counted().all}`,
    );
    expect(Math.abs(mean / theory - 1)).toBeLessThan(0.02);
    expect(halfWidth / theory).toBeLessThan(0.04);
    // both are estimates: 3 standard deviations of the one beside the interval of the other
    expect(Math.abs(mean - alone.lost)).toBeLessThan(Math.hypot(halfWidth, 3 * alone.sigma));
  });
});
