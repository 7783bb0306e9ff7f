import { expect, it } from 'vitest';
import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { BREAKER } from '../../src/engine/machines/lifecycle.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { batchMeans } from './batch-means.ts';

/**
 * A call whose service time is exponential is given up with probability p = exp(−timeout / mean). A half-open breaker closes again when all of
 * its trial calls succeed: (1 − p)^trials of the time.
 */
const MEAN_MS = 10;
const TIMEOUT_US = 23_026;
const TRIALS = 3;
const THEORY = (1 - Math.exp(-TIMEOUT_US / (MEAN_MS * 1_000))) ** TRIALS;

const FLEET = `schemaVersion: 1
name: calls
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 100000
    cpu: {request: 1, limit: 1}
    endpoints:
      - route: /job
        steps:
          # The open period outlasts every call made before it, so that no late answer is taken for a trial's.
          - call: {service: station, route: /work, timeout: ${TIMEOUT_US}us, optional: true, breaker: {failureRatio: 5%, minimumCalls: 10, window: 10s, open: 30ms, halfOpenCalls: ${TRIALS}}}
  - {name: station, workers: 1000, cores: 1000, cpu: {request: 1, limit: 1}, endpoints: [{route: /work, steps: [{compute: {exponential: ${MEAN_MS}ms}}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s}
clients: [{name: jobs, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: 1000}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

const SCENARIO = `schemaVersion: 1
id: calls
title: Calls that time out
brief: One caller and what it calls.
incident: BENCH-2
difficulty: 1
minutes: 1
playStart: 2026-01-01T00:00:00Z
warmup: 10m
fleet: calls
truth:
  claims: [{id: none, role: trigger, component: entry, condition: traffic-spike, title: Nothing is wrong, weight: 1, says: [[[nothing]]]}]
  story: Nothing breaks here.
`;

it('a half-open breaker closes as often as its trials succeed', () => {
  const files = new Map([
    ['x/calls.yaml', SCENARIO],
    ['x/fleets/calls.yaml', FLEET],
  ]);
  const loaded = loadScenario({ read: (path) => files.get(path) ?? null }, 'x/calls.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const engine = createEngine(loaded.scenario, 2026, new MeasuringRecorder(), { onScrape: () => undefined, onTimeline: () => undefined });
  const ends = (): { closed: number; all: number } => {
    const seen = engine.world.s.lifecycles.seen.breaker;
    const closed = seen[BREAKER.halfOpen * 8 + BREAKER.closed] ?? 0;
    return { closed, all: closed + (seen[BREAKER.halfOpen * 8 + BREAKER.open] ?? 0) };
  };
  const batches = Array.from({ length: 30 }, (_, batch) => {
    const before = ends();
    engine.advance(loaded.scenario.warmupUs + (batch + 1) * 25e6);
    const after = ends();
    return (after.closed - before.closed) / (after.all - before.all);
  });
  const { mean, halfWidth } = batchMeans(batches, 0.01);
  console.log(`half-open breaker closes: theory ${THEORY.toFixed(4)}, engine ${mean.toFixed(4)} ± ${halfWidth.toFixed(4)}, ${ends().all} times`);
  expect(halfWidth / THEORY).toBeLessThan(0.02);
  expect(Math.abs(mean - THEORY)).toBeLessThan(halfWidth);
  expect(Math.abs(mean / THEORY - 1)).toBeLessThan(0.02);
});
