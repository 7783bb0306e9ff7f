import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

/**
 * 130 and 70 requests a second of 40 ms: 5.2 and 2.8 cores. The east is lost zone by zone, then altogether. The west may have six pods of a core, its
 * machines have room for no more, and its quota allows no further machine.
 */
const scenario = fleetScenario(`schemaVersion: 1
name: dark
regions:
  - {name: east, cluster: c-east, zones: [east-a, east-b, east-c], share: 65%, pointsOfPresence: [{name: near-east, share: 100%, hop: 5ms, proxies: 4}]}
  - {name: west, cluster: c-west, zones: [west-a, west-b, west-c], share: 35%, quota: {cpus: 12}, pointsOfPresence: [{name: near-west, share: 100%, hop: 5ms, proxies: 4}]}
nodePools:
  - {name: pool-east, region: east, nodesPerZone: 2, cpu: 2500m, memory: 16Gi}
  - {name: pool-west, region: west, nodesPerZone: 1, maxNodes: 3, cpu: 2500m, memory: 16Gi}
services:
  - name: entry
    runtime: go
    workers: 64
    cores: 1
    acceptQueue: 64
    cpu: {request: 1, limit: 1}
    regions:
      east: {replicas: 9, autoscaler: {minReplicas: 9, maxReplicas: 10, targetCpu: 65}}
      west: {replicas: 5, autoscaler: {minReplicas: 5, maxReplicas: 6, targetCpu: 65}}
    keepAlive: {idleTimeout: 620s}
    readiness: {path: /ready, period: 5s, servedBy: management}
    startup: 2s
    imagePull: 3s
    endpoints: [{route: /job, steps: [{compute: {constant: 40ms}}]}]
loadBalancer: {name: edge, host: edge.example, service: entry, betweenRegions: 50ms}
clients:
  - {name: users, hop: 0s, timeout: 3s, retries: 0, routes: [{route: /job, perSecond: 200}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}
slos: [{route: /job, kind: availability, noun: jobs, objective: 99%}]
`);

describe('a region that goes dark', () => {
  it('saturates the other, at its maximum of pods, then of machines, then of its quota; what lets it take the traffic takes minutes', () => {
    const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
    const engine = createEngine(scenario, 4, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
    const { world } = engine;
    const until = (seconds: number): void => engine.advance(scenario.warmupUs + seconds * 1e6);
    const run = (command: FleetCommand): boolean => engine.execute(command, 'player').ok;
    const west = () => inspectFleet(world, recorder.events(world.s.nowUs), scenario.fleet.regions[1]!);
    const events = (reason: string): string[] => west().events.flatMap((event) => (event.reason === reason ? [event.message] : []));
    /** Share of users hurt between now and then. */
    const badUntil = (seconds: number): number => {
      const { requests, badRequests } = world.s.harm;
      const [all, bad] = [requests[0] ?? 0, badRequests[0] ?? 0];
      until(seconds);
      return ((badRequests[0] ?? 0) - bad) / ((requests[0] ?? 0) - all);
    };

    expect(badUntil(30)).toBe(0);
    run({ kind: 'stop-nodes', zone: 'east-b' });
    until(90);
    run({ kind: 'stop-nodes', zone: 'east-c' });
    until(150);
    expect(run({ kind: 'isolate-region', region: 'east' })).toBe(true);
    until(200);
    expect(badUntil(240)).toBeGreaterThan(0.15);
    const [hpa] = west().autoscalers;
    expect(hpa).toMatchObject({ currentReplicas: 6, maxReplicas: 6, limit: 'TooManyReplicas' });
    expect(hpa?.currentCpuPercent).toBeGreaterThan(95);

    // more pods may be, and find no room
    run({ kind: 'set-autoscaler', service: 'entry', region: 'west', maxReplicas: 16 });
    expect(badUntil(330)).toBeGreaterThan(0.15);
    expect(west().pods.filter(({ phase }) => phase === 'Pending')).toHaveLength(4); // ten for six at 100% of 65%
    expect(events('FailedScheduling')[0]).toContain('0/3 nodes are available: 3 Insufficient cpu.');
    expect(events('ScaleUpFailed')[0]).toContain("Quota 'CPUS' exceeded.  Limit: 12.0 in region west.");
    expect(west()).toMatchObject({ cpuQuota: { limit: 12, usage: 12 } });

    // more machines may be, two minutes later; the autoscaler tries again when its back-off is over
    run({ kind: 'set-quota', region: 'west', cpus: 36 });
    until(460);
    expect(west()).toMatchObject({ cpuQuota: { limit: 36, usage: 12 } });
    expect(badUntil(500)).toBeGreaterThan(0.15);
    until(700);
    expect(west().nodes.length).toBeGreaterThanOrEqual(5);
    expect(badUntil(800)).toBeLessThan(0.001);
    expect(west().autoscalers[0]?.limit).toBe('');
  });
});
