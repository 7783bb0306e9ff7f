import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { POD } from '../../../src/engine/machines/lifecycle.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** Three zones with one node each, three pods of a core on a node of 3.9; up to two nodes a zone. */
const fleet = ({ quota = '', max = 2 } = {}) =>
  fleetScenario(`schemaVersion: 1
name: noded
project: bench
clusterName: c-1
regions: [{name: here, zones: [here-a, here-b, here-c], share: 100%${quota}}]
nodePools: [{name: pool, machineType: e2-standard-4, nodesPerZone: 1, maxNodes: ${max}, cpu: 3900m, memory: 16Gi}]
services:
  - name: entry
    replicas: 6
    workers: 100
    cores: 2
    cpu: {request: 1, limit: 2}
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
}

function play(options: Parameters<typeof fleet>[0] = {}): Played {
  const scenario = fleet(options);
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    scale: (replicas) => engine.execute({ kind: 'scale', service: 'entry', replicas }, 'player'),
  };
}

const nodes = ({ engine }: Played) => inspectFleet(engine.world, [], engine.world.plan.scenario.fleet.regions[0]!).nodes;
const count = ({ engine }: Played, state: number): number => engine.world.s.pods.filter((_, pod) => engine.world.s.lifecycles.pod.state[pod] === state).length;
const events = ({ recorder, engine }: Played, reason: string): string[] =>
  recorder.events(engine.world.s.nowUs).flatMap((event) => (event.reason === reason ? [event.message] : []));
const digest = ({ engine }: Played): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};
const unschedulable = ({ engine }: Played): number => {
  engine.instruments.refreshGauges();
  const { descriptors, values } = engine.instruments;
  return descriptors.reduce((sum, { name }, slot) => sum + (name === 'kube_pod_status_unschedulable' && values[slot] === 1 ? 1 : 0), 0);
};

describe('pods that find no room', () => {
  it('get nodes within two minutes, as many as they need and in the smallest groups', () => {
    const played = play();
    played.until(5);
    expect([nodes(played).length, count(played, POD.ready)]).toEqual([3, 6]);
    played.scale(13);
    played.until(7);
    // nine fit on three nodes
    expect([count(played, POD.pending), unschedulable(played)]).toEqual([4, 4]);
    expect(events(played, 'FailedScheduling')[0]).toMatch(/^0\/3 nodes are available: 3 Insufficient cpu\. preemption: /);
    played.until(60);
    expect(nodes(played)).toHaveLength(3);
    // once, though it looked several times: machines on their way count
    const [said] = events(played, 'TriggeredScaleUp');
    expect(said).toMatch(
      /^pod triggered scale-up: \[\{https:\/\/www\.googleapis\.com\/compute\/v1\/projects\/bench\/zones\/here-a\/instanceGroups\/gke-c-1-pool-[0-9a-f]{8}-grp 1->2 \(max: 2\)\} \{.*here-b.* 1->2 \(max: 2\)\}\]$/,
    );
    played.until(120);
    expect(nodes(played).map(({ zone }) => zone)).toEqual(['here-a', 'here-b', 'here-c', 'here-a', 'here-b']);
    expect(new Set(nodes(played).map(({ name }) => name)).size).toBe(5);
    expect(new Set(nodes(played).map(({ ip }) => ip)).size).toBe(5);
    expect([count(played, POD.pending), count(played, POD.ready), unschedulable(played)]).toEqual([0, 13, 0]);
    const [, , , fresh] = nodes(played);
    const ageS = (played.engine.world.s.nowUs - (fresh?.createdUs ?? 0)) / 1e6;
    expect(ageS).toBeGreaterThan(90);
    expect(events(played, 'RegisteredNode')).toContain(`Node ${fresh?.name} event: Registered Node ${fresh?.name} in Controller`);
  });

  it('stay Pending at the maximum, and the autoscaler says so, until it is raised', () => {
    const played = play();
    played.scale(24);
    played.until(150);
    expect([nodes(played).length, count(played, POD.ready), count(played, POD.pending)]).toEqual([6, 18, 6]);
    expect(events(played, 'NotTriggerScaleUp')[0]).toBe("pod didn't trigger scale-up: 3 max node group size reached");
    expect(played.engine.execute({ kind: 'set-node-pool-limits', pool: 'pool', maxNodes: 4 }, 'player').ok).toBe(true);
    expect(played.recorder.changes().at(-1)).toMatchObject({ title: 'node pool pool: 0 to 4 nodes a zone', detail: 'was 0 to 2' });
    played.until(280);
    expect([nodes(played).length, count(played, POD.ready), count(played, POD.pending)]).toEqual([8, 24, 0]);
  });

  it('a quota refuses machines, the groups are left alone for five minutes; granted, it lets them come', () => {
    const played = play({ quota: ', quota: {cpus: 16}', max: 4 });
    played.scale(18);
    played.until(120);
    // 16 vCPUs are four machines
    expect([nodes(played).length, count(played, POD.ready), count(played, POD.pending)]).toEqual([4, 12, 6]);
    const [failed] = events(played, 'ScaleUpFailed');
    expect(failed).toMatch(
      /due to OutOfResource\.QUOTA_EXCEEDED; source errors: Instance 'gke-c-1-pool-.*' creation failed: Quota 'CPUS' exceeded\. {2}Limit: 16\.0 in region here\.$/,
    );
    expect(events(played, 'NotTriggerScaleUp').some((text) => /^pod didn't trigger scale-up: .*in backoff after failed scale-up/.test(text))).toBe(true);
    expect(played.engine.execute({ kind: 'set-quota', region: 'here', cpus: 32 }, 'player').ok).toBe(true);
    played.until(235);
    expect(played.engine.world.s.quotas[0]?.cpus).toBe(16);
    played.until(245);
    expect(played.engine.world.s.quotas[0]?.cpus).toBe(32);
    expect(played.recorder.changes().map(({ title }) => title)).toEqual(
      expect.arrayContaining(['CPUS quota of here: 32 asked for', 'CPUS quota of here 16 to 32']),
    );
    // the autoscaler does not know of it, and waits for the end of its back-off
    expect(nodes(played).length).toBeLessThanOrEqual(6);
    played.until(520);
    expect([count(played, POD.ready), count(played, POD.pending)]).toEqual([18, 0]);
    expect(nodes(played).length * 4).toBeLessThanOrEqual(32);
  });

  it('a zone without power gives none, and is backed off from; the other zones do', () => {
    const played = play();
    played.until(5);
    played.engine.execute({ kind: 'stop-nodes', zone: 'here-a' }, 'scenario');
    played.scale(12);
    played.until(200);
    expect(events(played, 'ScaleUpFailed').some((text) => text.includes('RESOURCE_POOL_EXHAUSTED'))).toBe(true);
    expect(nodes(played).filter(({ zone }) => zone === 'here-a')).toHaveLength(1);
    // three pods found no room: one machine, tried in the first of three groups of one, then in the next
    expect(nodes(played).filter(({ zone }) => zone !== 'here-a')).toHaveLength(3);
  });

  it('take room that comes free, whosever it was', () => {
    const played = play({ max: 1 });
    played.scale(10);
    played.until(30);
    expect(count(played, POD.pending)).toBe(1);
    const { s } = played.engine.world;
    const ready = s.pods.findIndex((_, pod) => s.lifecycles.pod.state[pod] === POD.ready);
    played.engine.execute({ kind: 'scale', service: 'entry', replicas: 9 }, 'player');
    played.until(60);
    expect([ready >= 0, count(played, POD.pending), count(played, POD.ready)]).toEqual([true, 0, 9]);
  });

  it('a snapshot taken amid a scale-up goes on the same', () => {
    const [straight, half, copy] = [play(), play(), play()] as [Played, Played, Played];
    for (const played of [straight, half]) played.scale(15);
    half.until(50);
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    copy.until(150);
    straight.until(150);
    expect(digest(copy)).toBe(digest(straight));
    expect(nodes(copy)).toEqual(nodes(straight));
  });
});

describe('machines that are not there yet', () => {
  it('cannot be stopped, started, cordoned or found', () => {
    const played = play();
    played.until(5);
    played.scale(13);
    played.until(30);
    const { engine } = played;
    const [, , , coming] = engine.world.nodeNames;
    expect(coming).toBeDefined();
    for (const kind of ['stop-nodes', 'start-nodes', 'cordon'] as const) expect(engine.execute({ kind, node: coming ?? '' }, 'player').ok).toBe(false);
    expect(nodes(played).map(({ name }) => name)).not.toContain(coming);
  });
});

describe('limits and quotas', () => {
  it.each([
    [{ kind: 'set-node-pool-limits', pool: 'nope', maxNodes: 3 }, 'Not found: node pool "nope" not found.'],
    [{ kind: 'set-node-pool-limits', pool: 'pool', minNodes: 3 }, 'Autoscaling.max_node_count (2) must be positive and at least min_node_count (3).'],
    [{ kind: 'set-quota', region: 'here', cpus: 8 }, 'the preferred value 8 is below the present limit of 16'],
    [{ kind: 'set-quota', region: 'there', cpus: 8 }, 'no region "there"; there are here'],
  ] as const)('%j is refused', (command, why) => {
    const result = play({ quota: ', quota: {cpus: 16}' }).engine.execute(command, 'player');
    expect(result.ok ? '' : result.refusal.message).toBe(why);
  });
});
