import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

/** Mean of the exponential time that the called station takes; it has room for everybody. */
export const MEAN_MS = 10;

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

const fleet = (policy: string): string => `schemaVersion: 1
name: calls
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 100000
    cpu: {request: 1, limit: 1}
    endpoints: [{route: /job, steps: [{call: {service: station, route: /work, ${policy}}}]}]
  - {name: station, workers: 1000, cores: 1000, cpu: {request: 1, limit: 1}, endpoints: [{route: /work, steps: [{compute: {exponential: ${MEAN_MS}ms}}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s}
clients: [{name: jobs, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: 1000}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

/** A thousand requests a second, each of which is one call under `policy` (keys of a call step, as in a fleet file); nothing has arrived yet. */
export function oneCaller(policy: string, seed: number): { readonly engine: Engine; readonly recorder: MeasuringRecorder; readonly beginUs: number } {
  const files = new Map([
    ['x/calls.yaml', SCENARIO],
    ['x/fleets/calls.yaml', fleet(policy)],
  ]);
  const loaded = loadScenario({ read: (path) => files.get(path) ?? null }, 'x/calls.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(loaded.scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return { engine, recorder, beginUs: loaded.scenario.warmupUs };
}
