import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { NODE, POD } from '../../../src/engine/machines/lifecycle.ts';
import { INT, INTS, PHASE } from '../../../src/engine/requests/attempt-table.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** Two zones of two nodes; every request at the entry is a call to a station whose pods spread over both zones. */
const SECOND = 1e6;
const scenario = fleetScenario(`schemaVersion: 1
name: noded
regions: [{name: here, zones: [here-a, here-b], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    runtime: node
    replicas: 4
    workers: 1000
    cores: 8
    cpu: {request: 100m, limit: 1}
    keepAlive: {idleTimeout: 620s}
    readiness: {path: /ready, period: 5s, servedBy: management}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{call: {service: station, route: /work, timeout: 2s}}]}]
  - name: station
    replicas: 4
    workers: 100
    cores: 8
    cpu: {request: 100m, limit: 1}
    readiness: {path: /ready, period: 5s, servedBy: workers}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /work, steps: [{compute: {exponential: 10ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 30s, hop: 1ms}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 100}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}, {at: 600s, factor: 1}, {at: 601s, factor: 0}]}]
`);

interface Played {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  until(seconds: number): void;
}

function play(): Played {
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return { engine, recorder, until: (seconds) => engine.advance(scenario.warmupUs + seconds * SECOND) };
}

const inZone = ({ engine }: Played, zone: string): number[] => engine.world.nodes.flatMap((place, node) => (place.zone === zone ? [node] : []));
const podsIn = (played: Played, zone: string, service: number): number[] =>
  played.engine.world.s.pods.flatMap(({ record, service: of }, pod) => (of === service && inZone(played, zone).includes(record.node) ? [pod] : []));
const events = ({ recorder, engine }: Played, reason: string): string[] =>
  recorder.events(engine.world.s.nowUs).flatMap((event) => (event.reason === reason ? [event.message] : []));
const calls = ({ engine }: Played): { timeouts: number; failures: number } => {
  const { sites } = engine.world.plan;
  const site = sites.findIndex(({ from }) => from >= 0);
  return { timeouts: engine.world.s.meters.siteTimeouts[site] ?? 0, failures: engine.world.s.meters.siteFailures[site] ?? 0 };
};
const digest = ({ engine }: Played): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};

describe('a zone whose machines stop', () => {
  it('falls silent, is found out after 50 s, loses its pods after 300 s more, and takes them down when it is back', () => {
    const played = play();
    const { engine } = played;
    const { s } = engine.world;
    played.until(30);
    expect(podsIn(played, 'here-a', 1).length).toBe(2);
    expect(engine.execute({ kind: 'stop-nodes', zone: 'here-a' }, 'scenario').ok).toBe(true);

    // nobody refuses: callers wait for their whole timeout
    played.until(60);
    expect(calls(played).timeouts).toBeGreaterThan(500);
    expect(calls(played).failures).toBe(calls(played).timeouts);
    expect(inZone(played, 'here-a').map((node) => s.lifecycles.node.state[node])).toEqual([NODE.ready, NODE.ready]);

    // 50 s, looked at every 5 s
    played.until(86);
    expect(inZone(played, 'here-a').map((node) => s.lifecycles.node.state[node])).toEqual([NODE.unknown, NODE.unknown]);
    expect(events(played, 'NodeNotReady')).toContain(`Node ${engine.world.nodeNames[0]} status is now: NodeNotReady`);
    const [node] = inspectFleet(engine.world, [], scenario.fleet.regions[0]!).nodes;
    expect([node?.ready, ((node?.statusSinceUs ?? 0) - scenario.warmupUs) / SECOND]).toEqual([false, 80]);
    played.until(90);
    const found = calls(played);
    played.until(300);
    expect(calls(played).timeouts - found.timeouts).toBeLessThan(5);
    expect(s.services[1]?.endpoints).toHaveLength(2);

    // eviction: deleted, but nobody there carries it out; others are made where there are machines
    played.until(400);
    const lost = podsIn(played, 'here-a', 1);
    expect(lost.map((pod) => s.lifecycles.pod.state[pod])).toEqual([POD.terminating, POD.terminating]);
    expect(events(played, 'TaintManagerEviction').length).toBeGreaterThan(0);
    expect(podsIn(played, 'here-b', 1).filter((pod) => s.lifecycles.pod.state[pod] === POD.ready)).toHaveLength(4);

    // nobody but somebody who does not wait for the kubelet is rid of one
    const name = s.pods[lost[0] ?? 0]?.record.name ?? '';
    engine.execute({ kind: 'delete-pod', pod: name, graceUs: 5 * SECOND }, 'player');
    played.until(408);
    expect(s.lifecycles.pod.state[lost[0] ?? 0]).toBe(POD.terminating);
    engine.execute({ kind: 'delete-pod', pod: name, graceUs: 0 }, 'player');
    played.until(409);
    expect(s.lifecycles.pod.state[lost[0] ?? 0]).toBe(POD.gone);

    expect(engine.execute({ kind: 'start-nodes', zone: 'here-a' }, 'scenario').ok).toBe(true);
    played.until(450);
    expect(lost.map((pod) => s.lifecycles.pod.state[pod])).toEqual([POD.gone, POD.gone]);
    expect(inZone(played, 'here-a').map((at) => s.lifecycles.node.state[at])).toEqual([NODE.ready, NODE.ready]);
    const healed = calls(played);
    played.until(600);
    expect(calls(played)).toEqual(healed);
  });

  it('comes back before anybody noticed: the same pods, one restart each', () => {
    const played = play();
    const { engine } = played;
    const { s } = engine.world;
    played.until(30);
    const pods = [...podsIn(played, 'here-a', 0), ...podsIn(played, 'here-a', 1)];
    engine.execute({ kind: 'stop-nodes', zone: 'here-a' }, 'scenario');
    played.until(34);
    engine.execute({ kind: 'start-nodes', zone: 'here-a' }, 'scenario');
    played.until(120);
    expect(pods.map((pod) => [s.lifecycles.pod.state[pod], s.pods[pod]?.record.restarts])).toEqual(pods.map(() => [POD.ready, 1]));
    expect(events(played, 'NodeNotReady')).toEqual([]);
  });

  it('leaves no request behind for ever', () => {
    const played = play();
    played.until(30);
    played.engine.execute({ kind: 'stop-nodes', zone: 'here-a' }, 'scenario');
    played.until(700);
    const { ints, inUse } = played.engine.world.s.attempts;
    const busy = Array.from({ length: ints.length / INTS }, (_, row) => ints[row * INTS + INT.phase]).filter((phase) => phase !== PHASE.free);
    expect([busy.length, inUse]).toEqual([0, 0]);
  });

  it('a snapshot taken amid it goes on as if it had never been one', () => {
    const [straight, half, copy] = [play(), play(), play()];
    for (const played of [straight, half]) {
      played.until(30);
      played.engine.execute({ kind: 'stop-nodes', node: played.engine.world.nodeNames[0] ?? '' }, 'scenario');
    }
    half.until(31.7);
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    copy.until(120);
    straight.until(120);
    expect(digest(copy)).toBe(digest(straight));
  });
});

describe('a cordoned node', () => {
  it('keeps its pods and gets no new ones, until it is uncordoned', () => {
    const played = play();
    const { engine } = played;
    const { s } = engine.world;
    played.until(10);
    const before = podsIn(played, 'here-a', 1).length;
    for (const node of inZone(played, 'here-a')) expect(engine.execute({ kind: 'cordon', node: engine.world.nodeNames[node] ?? '' }, 'player').ok).toBe(true);
    engine.execute({ kind: 'scale', service: 'station', replicas: 8 }, 'player');
    played.until(40);
    expect(podsIn(played, 'here-a', 1)).toHaveLength(before);
    expect(podsIn(played, 'here-b', 1)).toHaveLength(8 - before);
    for (const node of inZone(played, 'here-b')) engine.execute({ kind: 'cordon', node: engine.world.nodeNames[node] ?? '' }, 'player');
    engine.execute({ kind: 'scale', service: 'station', replicas: 9 }, 'player');
    played.until(50);
    expect(events(played, 'FailedScheduling')[0]).toBe(
      '0/4 nodes are available: 4 node(s) were unschedulable. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
    );
    const first = engine.world.nodeNames[0] ?? '';
    engine.execute({ kind: 'uncordon', node: first }, 'player');
    played.until(70);
    expect(s.services[1]?.endpoints).toHaveLength(9);
    expect(engine.execute({ kind: 'uncordon', node: first }, 'player')).toEqual({ ok: true, data: { changed: false } });
  });

  it.each([
    [{ kind: 'cordon', node: 'gke-x' }, 'nodes "gke-x" not found'],
    [{ kind: 'stop-nodes', zone: 'here-z' }, 'no zone "here-z"; there are here-a, here-b'],
    [{ kind: 'stop-nodes' }, 'expected a zone or a node, and not both'],
    [{ kind: 'start-nodes', zone: 'here-a' }, 'all of these machines run already'],
  ] as const)('%j is refused', (command, why) => {
    const result = play().engine.execute(command, 'player');
    expect(result.ok ? '' : result.refusal.message).toBe(why);
  });
});
