import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

const scenario = (budget: string, replicas: number) =>
  fleetScenario(`schemaVersion: 1
name: guarded
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 8, memory: 32Gi}]
services:
  - name: entry
    runtime: go
    replicas: ${replicas}
    ${budget}
    cpu: {request: 100m, limit: 1}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 20s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{compute: {constant: 10ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 10}]}]
`);

function play(budget: string, replicas = 7) {
  const { warmupUs, ...rest } = scenario(budget, replicas);
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: warmupUs });
  const engine = createEngine({ warmupUs, ...rest }, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  engine.advance(warmupUs);
  const fleet = () => inspectFleet(engine.world, [], rest.fleet.regions[0]!);
  const names = fleet().pods.map(({ name }) => name);
  return {
    engine,
    recorder,
    names,
    until: (seconds: number) => engine.advance(warmupUs + seconds * 1e6),
    budget: () => fleet().disruptionBudgets[0],
    ready: () => fleet().pods.filter(({ ready }) => ready).length,
    evict: (name: string) => {
      const result = engine.execute({ kind: 'evict-pod', pod: name }, 'player');
      return result.ok ? 'evicted' : `${result.refusal.code}: ${result.refusal.message}`;
    },
  };
}

const REFUSED = "command/too_many_requests: Cannot evict pod as it would violate the pod's disruption budget.";

describe('a disruption budget', () => {
  /** 7 pods; percentages round up of either kind: Kubernetes' own example has maxUnavailable 30% of 7 allow 3. */
  it.each([
    ['minAvailable: 5', { minAvailable: '5', maxUnavailable: null, desiredHealthy: 5, disruptionsAllowed: 2 }],
    ['minAvailable: 50%', { minAvailable: '50%', desiredHealthy: 4, disruptionsAllowed: 3 }],
    ['maxUnavailable: 1', { minAvailable: null, maxUnavailable: '1', desiredHealthy: 6, disruptionsAllowed: 1 }],
    ['maxUnavailable: 30%', { maxUnavailable: '30%', desiredHealthy: 4, disruptionsAllowed: 3 }],
    ['minAvailable: 9', { desiredHealthy: 9, disruptionsAllowed: 0 }],
    ['maxUnavailable: 0', { desiredHealthy: 7, disruptionsAllowed: 0 }],
    ['maxUnavailable: 100%', { desiredHealthy: 0, disruptionsAllowed: 7 }],
  ])('%s', (words, status) => {
    const played = play(`disruptionBudget: {${words}}`);
    expect(played.budget()).toMatchObject({ name: 'entry', expectedPods: 7, currentHealthy: 7, ...status });
    const answers = played.names.map((name) => played.evict(name));
    expect(answers.filter((answer) => answer === 'evicted')).toHaveLength(status.disruptionsAllowed);
    expect(new Set(answers.slice(status.disruptionsAllowed))).toEqual(new Set(status.disruptionsAllowed === 7 ? [] : [REFUSED]));
  });

  it('allows the next when the one before is replaced and ready, not when it is gone', () => {
    const played = play('disruptionBudget: {maxUnavailable: 1}');
    const [first, second] = played.names;
    expect([played.evict(first!), played.evict(second!)]).toEqual(['evicted', REFUSED]);
    expect(played.evict(first!)).toBe('evicted'); // on its way already
    played.until(10);
    expect(played.evict(second!)).toBe(REFUSED);
    played.until(60);
    expect([played.budget()?.disruptionsAllowed, played.evict(second!)]).toEqual([1, 'evicted']);
    expect(played.recorder.changes().map(({ title }) => title)).toEqual([`pod ${first} evicted`, `pod ${second} evicted`]);
  });

  it('lets go what has not started', () => {
    const played = play('disruptionBudget: {maxUnavailable: 1}');
    played.evict(played.names[0]!);
    played.until(0.5);
    const starting = inspectFleet(played.engine.world, [], played.engine.world.plan.scenario.fleet.regions[0]!).pods.find(
      ({ name, phase }) => phase === 'Pending' && !played.names.includes(name),
    );
    expect(starting).toBeDefined();
    expect(played.evict(starting!.name)).toBe('evicted');
  });

  it('does not hinder a deletion, and is none where none is configured', () => {
    const guarded = play('disruptionBudget: {maxUnavailable: 0}');
    expect(guarded.engine.execute({ kind: 'delete-pod', pod: guarded.names[0]! }, 'player').ok).toBe(true);
    const free = play('', 3);
    expect(free.budget()).toBeUndefined();
    expect(free.names.map((name) => free.evict(name))).toEqual(['evicted', 'evicted', 'evicted']);
    expect(free.evict('nope')).toBe('command/pod_not_found: pods "nope" not found');
  });
});
