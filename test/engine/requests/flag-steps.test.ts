import { expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine } from '../../../src/engine/engine.ts';

const scenario = fleetScenario(`schemaVersion: 1
name: flagged
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 1, cpu: 4, memory: 16Gi}]
services:
  - {name: entry, workers: 1000, cores: 8, endpoints: [{route: /job, steps: [{compute: 2ms}, {sometimes: {flag: shelves, steps: [{compute: 30ms}]}}]}]}
flags: [{name: shelves, "on": true, description: Shelves}]
loadBalancer: {name: edge, host: bench.example, service: entry, hop: 0s}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 10}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`);

it('steps that hang on a flag are done while it is on, and cost nothing while it is off', () => {
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 3, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const took = (fromSeconds: number, toSeconds: number): number[] => {
    engine.advance(scenario.warmupUs + toSeconds * 1e6);
    const [sent, answered] = [recorder.completed.arrivals(), recorder.completed.departures()];
    const all = Array.from(sent, (at, i) => [at, ((answered[i] ?? 0) - at) / 1e3] as const);
    return all.filter(([at]) => at >= scenario.warmupUs + fromSeconds * 1e6).map(([, ms]) => Math.round(ms));
  };
  const on = took(0, 30);
  expect(on.length).toBeGreaterThan(200);
  expect(Math.min(...on)).toBe(32);
  engine.execute({ kind: 'set-flag', flag: 'shelves', on: false }, 'player');
  expect(new Set(took(31, 60))).toEqual(new Set([2]));
});
