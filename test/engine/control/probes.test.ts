import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import type { KubeEvent } from '../../../src/contract/records.ts';
import { createEngine } from '../../../src/engine/engine.ts';

/** A pod of two workers that take 20 s a request, asked ten times a second: every worker busy, the queue full. */
function overloaded(probes: string) {
  const scenario = fleetScenario(`schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 2
    cores: 2
    acceptQueue: 100
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    ${probes}
    endpoints: [{route: /job, steps: [{compute: 20s}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s}
clients: [{name: users, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: 10}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`);
  const events: KubeEvent[] = [];
  const recorder = new MeasuringRecorder();
  recorder.event = (...given: unknown[]) => void events.push(given[0] as KubeEvent);
  const engine = createEngine(scenario, 1, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  engine.advance(scenario.warmupUs);
  const quiet = events.length;
  engine.advance(scenario.warmupUs + 5 * 60e6);
  return { record: engine.world.s.pods[0]?.record, events: events.slice(quiet) };
}

describe('probes of a pod whose workers are all busy', () => {
  it('a liveness probe served by workers fails, and the container is restarted', () => {
    const { record, events } = overloaded('liveness: {path: /livez, period: 5s, timeout: 1s, servedBy: workers}');
    expect(record?.restarts).toBeGreaterThan(0);
    expect(record?.lastExit).toMatchObject({ exitCode: 137 });
    expect(events.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Liveness probe failed: Get "http:\/\/10\.8\.\d+\.\d+:8080\/livez": context deadline exceeded \(Client\.Timeout exceeded while awaiting headers\)$/,
        ),
        'Container entry failed liveness probe, will be restarted',
      ]),
    );
  });

  it('one answered by the management port holds, while readiness fails', () => {
    const { record, events } = overloaded(
      'liveness: {path: /livez, period: 5s, timeout: 1s, servedBy: management}\n    readiness: {path: /readyz, period: 5s, timeout: 1s, servedBy: workers}',
    );
    expect(record).toMatchObject({ restarts: 0, livenessFailures: 0 });
    expect(record?.readinessFailures).toBeGreaterThan(3);
    expect(events.every(({ message }) => !message.startsWith('Liveness'))).toBe(true);
  });
});
