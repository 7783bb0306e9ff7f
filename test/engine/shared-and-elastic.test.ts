import { describe, expect, it } from 'vitest';
import { Hasher } from '../../src/base/hash.ts';
import { fleetScenario } from '../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { INT, INTS, PHASE } from '../../src/engine/requests/attempt-table.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../src/engine/snapshot/snapshot.ts';

/** Shared cores, workers by utilisation and a retry budget at once, under load that comes and goes, with restarts by liveness and a pod killed. */
const SECOND = 1_000_000;
const scenario = fleetScenario(`schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 1000
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    endpoints: [{route: /job, steps: [{call: {service: server, route: /work, timeout: 300ms, retries: 2, retryBudget: 10%}}]}]
  - name: server
    replicas: 2
    workers: 8
    elasticWorkers: {min: 4, max: 30, window: 5s, cooldown: 2s}
    discipline: ps
    cores: 2
    acceptQueue: 60
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    liveness: {path: /livez, period: 3s, timeout: 1s, failureThreshold: 3, servedBy: workers}
    endpoints: [{route: /work, steps: [{compute: {exponential: 20ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 5s, hop: 0s}
clients:
  - name: users
    hop: 0s
    timeout: 5s
    routes: [{route: /job, perSecond: 400}]
    curve: [{at: 0s, factor: 0}, {at: 1us, factor: 0.2}, {at: 40s, factor: 0.2}, {at: 50s, factor: 1}, {at: 90s, factor: 1}, {at: 100s, factor: 0.1}]
`);
const begin = (): Engine => createEngine(scenario, 3, new MeasuringRecorder(), { onScrape: () => undefined, onTimeline: () => undefined });
const BEGIN = scenario.warmupUs;
const END = 180;

/** One second on, and what happens in it from outside. */
function second(engine: Engine, at: number): void {
  if (at === 70) {
    const [pod] = engine.world.s.services[1]?.endpoints ?? [];
    engine.execute({ kind: 'delete-pod', pod: engine.world.s.pods[pod ?? 0]?.record.name ?? '', graceUs: 0 }, 'player');
  }
  engine.advance(BEGIN + at * SECOND);
}

function digest({ world }: Engine): string {
  const hasher = new Hasher();
  hashWorld(world, hasher);
  return hasher.digest();
}

describe('shared cores, elastic workers and retry budgets together', () => {
  it('conserve workers and core time, and leave nobody waiting beside a free worker', () => {
    const engine = begin();
    const broken: string[] = [];
    const seen = { workers: new Set<number>(), restarts: 0 };
    for (let at = 1; at <= END; at++) {
      second(engine, at);
      const { s } = engine.world;
      const must = (holds: boolean, what: string): void => {
        if (!holds) broken.push(`${at} s: ${what}`);
      };
      const busy = new Int32Array(s.pods.length);
      const { ints } = s.attempts;
      for (let row = 0; row < ints.length; row += INTS)
        if (ints[row + INT.phase] !== PHASE.free && (ints[row + INT.flags] & 1) !== 0) busy[ints[row + INT.pod]]++;
      s.pods.forEach((pod, number) => {
        must(pod.busy === busy[number], `pod ${number}: ${busy[number]} hold a worker, counted ${pod.busy}`);
        if (pod.share === null || pod.elastic === null) return;
        must(pod.share.size <= pod.busy, `pod ${number}: ${pod.share.size} steps of ${pod.busy} workers`);
        must(pod.share.usedUs <= (s.nowUs + 1) * pod.cores, `pod ${number}: more core time than there was`);
        must(!pod.listening || pod.accept.length === 0 || pod.busy >= pod.workers, `pod ${number}: waits beside a free worker`);
        must(pod.workers >= 4 && pod.workers <= 30, `pod ${number}: ${pod.workers} workers`);
        for (let step = 0; step < pod.share.size; step++)
          must(ints[pod.share.attempt[step] + INT.generation] === pod.share.generation[step], `pod ${number}: a step of nobody's`);
        seen.workers.add(pod.workers);
        seen.restarts = Math.max(seen.restarts, pod.record.restarts);
      });
    }
    expect(broken).toEqual([]);
    // all of it happened: pools grew and shrank, a container was restarted
    expect(Math.max(...seen.workers)).toBeGreaterThan(8);
    expect(Math.min(...seen.workers)).toBeLessThan(8);
    expect(seen.restarts).toBeGreaterThan(0);
  });

  it.each([55, 69, 95, 130])('go on after a restore at %i s as if nothing had been', (saved) => {
    const whole = begin();
    for (let at = 1; at <= saved; at++) second(whole, at);
    const state = structuredClone(snapshotWorld(whole.world));
    const resumed = begin();
    restoreWorld(resumed.world, state);
    for (let at = saved + 1; at <= END; at++) {
      second(whole, at);
      second(resumed, at);
    }
    expect(digest(resumed)).toBe(digest(whole));
  });
});
