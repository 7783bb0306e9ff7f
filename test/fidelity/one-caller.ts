import { fleetScenario } from '../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';

/** Mean of the exponential time that the called station takes; it has room for everybody. */
export const MEAN_MS = 10;

const fleet = (policy: string): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 100000
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    endpoints: [{route: /job, steps: [{call: {service: station, route: /work, ${policy}}}]}]
  - {name: station, workers: 1000, cores: 1000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /work, steps: [{compute: {exponential: ${MEAN_MS}ms}}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s}
clients: [{name: jobs, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: 1000}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

/** A thousand requests a second, each of which is one call under `policy` (keys of a call step, as in a fleet file); nothing has arrived yet. */
export function oneCaller(policy: string, seed: number): { readonly engine: Engine; readonly recorder: MeasuringRecorder; readonly beginUs: number } {
  const scenario = fleetScenario(fleet(policy));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return { engine, recorder, beginUs: scenario.warmupUs };
}
