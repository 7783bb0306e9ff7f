import type { Cluster } from '../../../src/kube/cluster.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const START_UNIX_MS = 1_795_334_400_000;

/** Two services: `entry` is rolled out by canary with an analysis, `plain` is a Deployment. */
const scenario = () =>
  fleetScenario(`schemaVersion: 1
name: canaried
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 8, memory: 32Gi}]
services:
  - name: entry
    runtime: go
    replicas: 4
    workers: 1000
    cores: 2
    cpu: {request: 100m, limit: 1}
    keepAlive: {idleTimeout: 620s}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    autoscaler: {minReplicas: 4, maxReplicas: 8, targetCpu: 70}
    revisions: [{version: v1.0.0, changeCause: first, deployedAgo: 9d}]
    canary:
      steps:
        - {setWeight: 10}
        - {pause: {duration: 1m}}
        - {analysis: {name: success, metrics: [{name: success-rate, query: success, interval: 20s, count: 2, successCondition: "result[0] >= 0.95"}]}}
        - {setWeight: 50}
        - {pause: {}}
    endpoints: [{route: /job, steps: [{call: {service: plain, route: ask, timeout: 1s}}]}]
  - name: plain
    runtime: go
    replicas: 1
    workers: 1000
    cores: 2
    cpu: {request: 100m, limit: 1}
    revisions: [{version: v1.0.0, changeCause: first, deployedAgo: 9d}]
    endpoints: [{route: ask, steps: [{compute: 5ms}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, hop: 1ms}
clients: [{name: ios, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 5}]}]
slos: [{route: /job, kind: availability, noun: jobs, objective: 99.9%}]
`);

export interface CanaryFleet {
  readonly engine: Engine;
  /** Runs until so long after the new version arrived. */
  until(us: number): void;
  cluster(): Cluster;
}

/** A fleet a minute old to which v2.0.0 has just been released. @param value what its analysis is told */
export function canaryFleet(value = 0.99, isReleased = true): CanaryFleet {
  const model = scenario();
  const recorder = createRecorder({ startUnixMs: START_UNIX_MS, playStartUs: model.warmupUs });
  const engine = createEngine(model, 7, recorder, { onScrape: () => undefined, onTimeline: () => undefined, metrics: { query: () => value } });
  engine.advance(MINUTE);
  if (isReleased) engine.execute({ kind: 'deploy', service: 'entry', version: 'v2.0.0', changeCause: 'second' }, 'pipeline');
  return {
    engine,
    until: (us) => engine.advance(MINUTE + us),
    cluster: () => ({
      epoch: { startUnixMs: START_UNIX_MS, playStartUs: model.warmupUs },
      fleet: inspectFleet(engine.world, recorder.events(engine.world.s.nowUs), model.fleet.regions[0]),
    }),
  };
}

/** The states a person meets. */
export const STATES: Readonly<Record<string, () => CanaryFleet>> = {
  healthy: () => canaryFleet(0.99, false),
  paused: () => at(canaryFleet(), 30 * SECOND),
  aborted: () => at(canaryFleet(0.5), 2 * MINUTE),
  completed: () => {
    const fleet = at(canaryFleet(), 30 * SECOND);
    fleet.engine.execute({ kind: 'rollout-promote', service: 'entry', full: true }, 'player');
    return at(fleet, 3 * MINUTE);
  },
};

function at(fleet: CanaryFleet, us: number): CanaryFleet {
  fleet.until(us);
  return fleet;
}

/** Lines that come to nothing. */
export const NOTHING_PATCHED: readonly string[] = [
  'argo rollouts promote nope',
  'argo rollouts promote',
  'argo rollouts promote entry more',
  'argo rollouts abort',
  'argo rollouts retry entry',
  'argo rollouts undo entry --to-revision=9',
  'argo rollouts undo entry --to-revision=x',
  'argo rollouts restart entry --in 5m',
  'argo rollouts set image entry',
  'argo rollouts set image entry nope=x:v1',
  'argo rollouts abort entry -n kube-system',
  'argo rollouts resume entry',
  'argo rollouts lint x',
  '-n default argo rollouts abort entry',
  'rollout undo deployment/entry',
  'rollout pause rollout/entry',
  'set image rollout/entry entry=x:v1',
];
