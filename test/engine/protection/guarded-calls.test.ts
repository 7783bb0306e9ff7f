import { expect, it, vi } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { batchMeans } from '../../fidelity/batch-means.ts';
import { MEAN_MS, oneCaller } from '../../fidelity/one-caller.ts';
import { lossAndWaitMmck } from '../../fidelity/queueing-theory.ts';

it('a bulkhead refuses what a system of as many servers and no queue loses', { timeout: 300_000 }, () => {
  const PLACES = 10;
  const { engine, recorder, beginUs } = oneCaller(`bulkhead: {maxConcurrent: ${PLACES}}, timeout: 10s`, 2026);
  const losses = Array.from({ length: 30 }, (_, batch) => {
    const before = [recorder.completed.count, recorder.lost];
    engine.advance(beginUs + (batch + 1) * 10e6);
    const [served, lost] = [recorder.completed.count - before[0], recorder.lost - before[1]];
    return lost / (served + lost);
  });
  const theory = lossAndWaitMmck(PLACES, PLACES, 1_000, 1_000 / MEAN_MS).loss;
  const { mean, halfWidth } = batchMeans(losses, 0.01);
  expect(Math.abs(mean / theory - 1)).toBeLessThan(0.02);
  expect(Math.abs(mean - theory)).toBeLessThan(halfWidth);
});

it('places are given back after timeouts and by callers that are gone', () => {
  const { engine, beginUs } = oneCaller('bulkhead: {maxConcurrent: 4}, timeout: 5ms, retries: 2', 7);
  engine.advance(beginUs + 5e6);
  const caller = engine.world.s.pods.find(({ bulkheads }) => bulkheads !== undefined);
  expect(caller?.bulkheads?.inUse[0]).toBeLessThanOrEqual(4);
  expect(caller?.bulkheads?.refused[0]).toBeGreaterThan(1_000);
  engine.execute({ kind: 'scale', service: 'entry', replicas: 2 }, 'test');
  engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { bulkhead_station: '1000' } }, 'test');
  engine.advance(beginUs + 70e6);
  const refused = caller?.bulkheads?.refused[0];
  engine.advance(beginUs + 80e6);
  expect(caller?.bulkheads?.refused[0]).toBe(refused);
});

it('a size that cannot be read is refused, with a line that says so', () => {
  const { engine, recorder, beginUs } = oneCaller('bulkhead: {maxConcurrent: 4}', 7);
  const lines = vi.spyOn(recorder, 'log');
  engine.advance(beginUs + 1e6);
  engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { bulkhead_station: 'many' } }, 'test');
  engine.advance(beginUs + 90e6);
  expect(engine.world.s.pods.find(({ bulkheads }) => bulkheads !== undefined)?.bulkheads?.most[0]).toBe(4);
  const said = engine.world.words.of("Bulkhead 'station': invalid size 'many', keeping 4");
  expect(lines.mock.calls.filter((call: readonly unknown[]) => call[6] === said)).toHaveLength(1);
});

const chain = (policy: string): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 4, memory: 16Gi}]
services:
  - {name: entry, workers: 100000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /job, steps: [{call: {service: middle, route: /work, timeout: 200ms, ${policy}}}]}]}
  - {name: middle, workers: 4, cores: 4, acceptQueue: 1000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /work, steps: [{call: {service: last, route: /work, timeout: 1s, ${policy}}}]}]}
  - {name: last, workers: 1000, cores: 1000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /work, steps: [{compute: {exponential: 10ms}}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s, retries: 0}
clients: [{name: jobs, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: 800}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

/** Answers a second that users got in time, over the last 40 of 60 seconds at twice what `middle` can do. */
function overload(policy: string): number {
  const scenario = fleetScenario(chain(policy));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 2026, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  engine.advance(scenario.warmupUs + 20e6);
  const before = recorder.completed.count;
  engine.advance(scenario.warmupUs + 60e6);
  return (recorder.completed.count - before) / 40;
}

it('at twice its capacity a service that knows deadlines goes on answering; one that does not works for nobody', () => {
  const without = overload('retries: 0');
  const withThem = overload('deadline: propagate');
  expect(without).toBeLessThan(4);
  // exponential times have no memory: four workers that are always busy finish 400 a second, however many are broken off
  expect(Math.abs(withThem / 400 - 1)).toBeLessThan(0.02);
});
