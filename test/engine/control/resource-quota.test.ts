import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { POD } from '../../../src/engine/machines/lifecycle.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** Four pods of half a core; the namespace may ask for 2.8 cores, which is one pod more. */
const SECOND = 1e6;
const fleet = (hard = '{requests.cpu: 2800m}') =>
  fleetScenario(`schemaVersion: 1
name: bounded
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 4, cpu: 8, memory: 32Gi}]
resourceQuotas: [{name: compute-resources, hard: ${hard}}]
services:
  - name: entry
    replicas: 4
    workers: 100
    cpu: {request: 500m, limit: 1}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{compute: {constant: 2ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 5}]}]
`);

interface Played {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  until(seconds: number): void;
  scale(replicas: number): void;
  quota(cpuMilli: number | null): void;
}

function play(hard?: string): Played {
  const scenario = fleet(hard);
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * SECOND),
    scale: (replicas) => engine.execute({ kind: 'scale', service: 'entry', replicas }, 'player'),
    quota: (cpuMilli) => engine.execute({ kind: 'set-resource-quota', quota: 'compute-resources', hard: { 'requests.cpu': cpuMilli } }, 'player'),
  };
}

const ready = ({ engine }: Played): number => engine.world.s.pods.filter((_, pod) => engine.world.s.lifecycles.pod.state[pod] === POD.ready).length;
const inspect = ({ engine }: Played) => inspectFleet(engine.world, [], engine.world.plan.scenario.fleet.regions[0]!);
const refusals = ({ recorder, engine }: Played) => recorder.events(engine.world.s.nowUs).filter(({ reason }) => reason === 'FailedCreate');
const failure = ({ engine }: Played) => engine.world.s.services[0]!.replicaSets.find((set) => set.failure !== undefined)?.failure;
const digest = ({ engine }: Played): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};

describe('a ResourceQuota', () => {
  it('refuses pods that would exceed it, in the words of the API server, and makes those that fit', () => {
    const played = play();
    played.until(5);
    played.scale(8);
    played.until(20);
    expect([ready(played), played.engine.world.s.pods.length]).toEqual([5, 5]);
    const set = inspect(played).replicaSets[0]!;
    expect([set.desired, set.current]).toEqual([8, 5]);
    expect(refusals(played)[0]).toMatchObject({ type: 'Warning', objectKind: 'ReplicaSet', objectName: set.name, component: 'replicaset-controller' });
    expect(refusals(played)[0]!.message.replace(/^\(combined from similar events\): /, '')).toMatch(
      new RegExp(
        `^Error creating: pods "${set.name}-[a-z0-9]{5}" is forbidden: exceeded quota: compute-resources, requested: requests\\.cpu=500m, used: requests\\.cpu=2500m, limited: requests\\.cpu=2800m$`,
      ),
    );
    expect(set.failure?.message).toContain('exceeded quota: compute-resources');
    expect(inspect(played).deployments[0]!.conditions.at(-1)).toMatchObject({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' });
    expect(inspect(played).resourceQuotas).toMatchObject([{ name: 'compute-resources', hard: { 'requests.cpu': '2800m' }, used: { 'requests.cpu': '2500m' } }]);
  });

  it('is asked again after 5 ms, 10 ms and so on, so that room is found late, and later the longer it was missing', () => {
    const played = play();
    played.until(5);
    played.scale(6);
    played.until(5.3);
    const soon = failure(played)!.failures;
    expect(soon).toBeGreaterThanOrEqual(4);
    // doubled from 5 ms on: the 17th waits for 328 s, and comes after as long
    played.until(400);
    expect(failure(played)!.failures).toBeGreaterThan(soon);
    expect(failure(played)!.failures).toBeLessThan(24);
    played.quota(4000);
    played.until(420);
    expect(ready(played)).toBe(5);
    const retry = failure(played)!.retryUs;
    played.engine.advance(retry + 10 * SECOND);
    expect([ready(played), failure(played)]).toEqual([6, undefined]);
    expect(inspect(played).deployments[0]!.conditions.map(({ type }) => type)).toEqual(['Available', 'Progressing']);
  });

  it('lets a pod come at once when another that goes gives room back', () => {
    const played = play();
    played.until(5);
    played.scale(6);
    played.until(300);
    played.engine.execute({ kind: 'delete-pod', pod: played.engine.world.s.pods[0]!.record.name }, 'player');
    played.until(320);
    expect(ready(played)).toBe(5);
  });

  it('holds up a rollout whose surge it has no room for, until the deadline passes', () => {
    const played = play('{pods: 4}');
    played.until(5);
    played.engine.execute({ kind: 'set-env', service: 'entry', env: { MODE: 'new' } }, 'player');
    played.until(60);
    // 25% of four: one old pod may be missing, and its place is free once it is gone
    expect(refusals(played).length).toBeGreaterThan(0);
    expect(refusals(played)[0]!.message).toContain('exceeded quota: compute-resources, requested: pods=1, used: pods=4, limited: pods=4');
  });

  it('asks for what a pod does not say', () => {
    const played = play('{limits.cpu: 100}');
    played.until(5);
    played.engine.execute({ kind: 'set-resources', service: 'entry', cpuLimitMilli: 0 }, 'player');
    played.until(20);
    expect(refusals(played)[0]!.message).toMatch(/is forbidden: failed quota: compute-resources: must specify limits\.cpu for: entry$/);
  });

  it('is in the metrics of kube-state-metrics, and goes away with its bound', () => {
    const played = play('{requests.cpu: 2800m, limits.memory: 4Gi}');
    played.until(30);
    played.engine.instruments.refreshGauges();
    const { descriptors, values } = played.engine.instruments;
    const rows = descriptors.flatMap(({ name, labels }, slot) => (name === 'kube_resourcequota' ? [[labels['resource'], labels['type'], values[slot]]] : []));
    expect(rows).toEqual([
      ['limits.memory', 'hard', 4 * 1024 ** 3],
      ['limits.memory', 'used', 4 * 512 * 1024 ** 2],
      ['requests.cpu', 'hard', 2.8],
      ['requests.cpu', 'used', 2],
    ]);
    played.quota(null);
    played.scale(8);
    played.until(60);
    expect(ready(played)).toBe(8);
    expect(played.engine.execute({ kind: 'set-resource-quota', quota: 'nope', hard: { pods: 1 } }, 'player')).toMatchObject({
      refusal: { message: 'resourcequotas "nope" not found' },
    });
  });

  it('goes on from a snapshot as if there had been none', () => {
    const [whole, cut] = [play(), play()];
    for (const played of [whole, cut]) {
      played.until(5);
      played.scale(8);
      played.until(9.13);
    }
    restoreWorld(cut.engine.world, snapshotWorld(cut.engine.world));
    for (const played of [whole, cut]) played.until(60);
    expect(digest(cut)).toBe(digest(whole));
  });
});
