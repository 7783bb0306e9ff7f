import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { NODE, POD } from '../../../src/engine/machines/lifecycle.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** Three nodes of 3.9 cores, one a zone, for pods of one core. */
const fleet = ({ replicas = 3, scaleDown = ', scaleDown: true', min = 1, budget = '' } = {}) =>
  fleetScenario(`schemaVersion: 1
name: noded
project: bench
clusterName: c-1
regions: [{name: here, zones: [here-a, here-b, here-c], share: 100%}]
nodePools: [{name: pool, machineType: e2-standard-4, nodesPerZone: 1, minNodes: ${min}, maxNodes: 2, cpu: 3900m, memory: 16Gi${scaleDown}}]
services:
  - name: entry
    replicas: ${replicas}
    workers: 100
    cpu: {request: 1, limit: 2}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s${budget}
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

/** Time counts from the beginning of the warm-up. */
function play(options: Parameters<typeof fleet>[0] = {}): Played {
  const scenario = fleet(options);
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(seconds * 1e6),
    scale: (replicas) => engine.execute({ kind: 'scale', service: 'entry', replicas }, 'player'),
  };
}

const nodes = ({ engine }: Played) => inspectFleet(engine.world, [], engine.world.plan.scenario.fleet.regions[0]!).nodes;
const ready = ({ engine }: Played): number => engine.world.s.pods.filter((_, pod) => engine.world.s.lifecycles.pod.state[pod] === POD.ready).length;
const messages = ({ recorder, engine }: Played, reason: string): string[] =>
  recorder.events(engine.world.s.nowUs).flatMap((event) => (event.reason === reason ? [event.message] : []));
const digest = ({ engine }: Played): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};

describe('a machine that is not needed', () => {
  it('goes after ten minutes, one by one, while its pods find room elsewhere', () => {
    const played = play({ min: 0 });
    played.until(595);
    expect([nodes(played).length, ready(played)]).toEqual([3, 3]);
    let most = 0;
    let fewest = 3;
    for (let t = 596; t <= 700; t++) {
      played.until(t);
      most = Math.max(most, played.engine.world.s.nodes.filter(({ removingUs }) => removingUs !== undefined).length);
      fewest = Math.min(fewest, ready(played));
    }
    expect([most, fewest >= 1]).toEqual([1, true]);
    // the second had long not been needed when the first was gone; the last has nowhere to put its pods
    expect([nodes(played).length, ready(played)]).toEqual([1, 3]);
    expect(messages(played, 'ScaleDown')).toContain('marked the node as toBeDeleted/unschedulable');
    expect(messages(played, 'ScaleDown')).toContain('deleting pod for node scale down');
    expect(messages(played, 'ScaleDown')).toContain('node removed by cluster autoscaler');
    expect(
      messages(played, 'ScaleDown').some((text) =>
        /^Scale-down: removing node gke-c-1-pool-\S+, utilization: \{0\.256\d* 0\.0\d+ 0 cpu 0\.256\d*\}, pods to reschedule: default\/entry-/.test(text),
      ),
    ).toBe(true);
    expect(messages(played, 'RemovingNode').length).toBe(2);
    played.until(2400);
    expect([nodes(played).length, ready(played)]).toEqual([1, 3]);
  });

  it('stays where its pool says nothing of it, and where the pool has no more than its minimum', () => {
    for (const options of [{ scaleDown: '', min: 0 }, { min: 1 }]) {
      const played = play(options);
      played.until(1500);
      expect(nodes(played).length).toBe(3);
      expect(messages(played, 'ScaleDown')).toEqual([]);
    }
    expect(JSON.stringify(play({ scaleDown: '' }).engine.world.s.nodes)).not.toContain('unneeded');
  });

  it('stays while a budget lets none of its pods go', () => {
    const played = play({ min: 0, budget: '\n    disruptionBudget: {maxUnavailable: 0}' });
    played.until(1500);
    expect(nodes(played).length).toBe(3);
  });

  it('stays while it is needed: more than half of it asked for', () => {
    const played = play({ min: 0, replicas: 6 });
    played.until(1500);
    expect(nodes(played).length).toBe(3);
  });

  it('goes again after a peak, ten minutes after the last one came, the empty ones together', () => {
    const played = play({ min: 1 });
    played.until(60);
    played.scale(17);
    played.until(240);
    expect([nodes(played).length, ready(played)]).toEqual([6, 17]);
    played.scale(3);
    played.until(800);
    expect(nodes(played).length).toBe(6);
    played.until(2400);
    expect([nodes(played).length, ready(played)]).toEqual([3, 3]);
    expect(new Set(nodes(played).map(({ zone }) => zone)).size).toBe(3);
    expect(played.engine.world.s.nodes.filter((_, node) => played.engine.world.s.lifecycles.node.state[node] === NODE.gone).length).toBe(3);
    // and comes back when it is
    played.scale(17);
    played.until(2600);
    expect([nodes(played).length, ready(played)]).toEqual([6, 17]);
  });

  it('goes on from a snapshot as if there had been none', () => {
    const [whole, cut] = [play({ min: 0 }), play({ min: 0 })];
    for (const played of [whole, cut]) played.until(611);
    restoreWorld(cut.engine.world, snapshotWorld(cut.engine.world));
    for (const played of [whole, cut]) played.until(700);
    expect(digest(cut)).toBe(digest(whole));
  });
});
