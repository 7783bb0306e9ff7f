import { expect, it, vi } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { Pod } from '../../../src/engine/fleet/pod.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import type { OutlierDetector } from '../../../src/engine/protection/outlier-detector.ts';

vi.setConfig({ testTimeout: 300_000 });

interface Fleet {
  readonly callers?: number;
  readonly hosts?: number;
  readonly perSecond?: number;
  readonly runtime?: string;
  readonly call?: string;
}

const fleet = (policy: string, { callers = 2, hosts = 10, perSecond = 400, runtime = 'envoy', call = 'timeout: 1s' }: Fleet): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 4, cpu: 16, memory: 64Gi}]
services:
  - {name: entry, runtime: ${runtime}, replicas: ${callers}, workers: 100000, cpu: {request: 100m, limit: 1}, memory: {request: 64Mi, limit: 1024Gi}, endpoints: [{route: /job, steps: [{call: {service: station, route: /work, ${call}${policy}}}]}]}
  - {name: station, replicas: ${hosts}, workers: 1000, cores: 1000, cpu: {request: 100m, limit: 1}, memory: {request: 64Mi, limit: 1024Gi}, endpoints: [{route: /work, steps: [{compute: 100us}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s, retries: 0}
clients: [{name: jobs, hop: 0s, timeout: 60s, retries: 0, routes: [{route: /job, perSecond: ${perSecond}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

interface Play {
  readonly engine: Engine;
  readonly recorder: MeasuringRecorder;
  /** Plays on for so many seconds. @returns what of users' requests failed in them */
  readonly play: (seconds: number) => { readonly lost: number; readonly share: number };
  readonly detectors: () => OutlierDetector[];
  readonly stations: () => Pod[];
}

/** Begins with the traffic; sick pods are the called service's first. @param policy of the detection; null: none */
function begin(policy: string | null, sick: number, options: Fleet = {}, share = 1): Play {
  const scenario = fleetScenario(fleet(policy === null ? '' : `, outlierDetection: {${policy}}`, options));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 2026, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const { world } = engine;
  const { plan } = world;
  const stations = (): Pod[] => world.s.pods.filter(({ service }) => plan.services[service].model.name === 'station');
  const [endpoint] = plan.services[1].endpoints;
  for (const pod of stations().slice(0, sick)) Object.assign(pod, { failing: [{ endpoint, client: 0, share, status: 500, says: 'no', level: 1 }] });
  let nowUs = scenario.warmupUs;
  engine.advance(nowUs);
  return {
    engine,
    recorder,
    play: (seconds) => {
      const before = [recorder.lost, recorder.completed.count];
      engine.advance((nowUs += seconds * 1e6));
      const [lost, well] = [recorder.lost - before[0], recorder.completed.count - before[1]];
      return { lost, share: lost / (lost + well) };
    },
    detectors: () => world.s.pods.flatMap(({ outliers }) => outliers ?? []),
    stations,
  };
}

function sum(detectors: readonly OutlierDetector[], field: 'active' | 'enforced5xx' | 'detected5xx' | 'overflow' | 'panics' | 'enforcedSuccessRate'): number {
  return detectors.reduce((total, detector) => total + detector[field], 0);
}

it('one of ten pods that fails everything costs each calling pod five requests an ejection, and these get longer', () => {
  expect(begin(null, 1).play(20).share).toBeCloseTo(0.1, 2);
  const { play, detectors } = begin('enforcingSuccessRate: 0', 1);
  // it fails five times within a second of its return, at a sweep, and comes back at the first sweep 30 s × n later: 10 s more. The first time between 30 s and 40 s
  // after the beginning, then after 70, 100, … 160 s: at 490 s to 500 s the sixth time, at 680 s or later the seventh
  const { lost } = play(600);
  expect(detectors().map(({ enforced5xx }) => enforced5xx)).toEqual([6, 6]);
  expect(lost).toBeGreaterThanOrEqual(2 * 6 * 5);
  // now and then another one is under way when the fifth fails
  expect(lost).toBeLessThan(2 * 6 * 5 + 3);
});

it('with ejections of one length the share of failures is that of a renewal process', () => {
  const [callers, hosts, perSecond, seconds] = [10, 10, 200, 1_500];
  const { play } = begin('baseEjectionTime: 30s, maxEjectionTime: 30s, interval: 1s, enforcingSuccessRate: 0', 1, { callers, hosts, perSecond });
  const rate = perSecond / callers;
  // five requests to meet it, then 30 s and on average half an interval until the next sweep
  const theory = 5 / ((5 * hosts) / rate + 30 + 0.5) / rate;
  play(100);
  const { share } = play(seconds);
  expect(Math.abs(share / theory - 1)).toBeLessThan(0.02);
});

it('ejections grow by the base each time, up to the longest, and shrink by one for each interval without', () => {
  const { engine, play, detectors, stations } = begin('maxEjectionTime: 90s', 1, { callers: 1, perSecond: 200 });
  const [detector] = detectors();
  const lengths: number[] = [];
  let since = detector.ejectedUs[0];
  for (let second = 0; second < 400; second++) {
    play(1);
    const now = detector.ejectedUs[0];
    if (now !== since && since >= 0) lengths.push((detector.returnedUs[0] - since) / 1e6);
    since = now;
  }
  expect(lengths.slice(0, 4).map((seconds) => Math.floor(seconds / 10) * 10)).toEqual([30, 60, 90, 90]);
  Object.assign(stations()[0], { failing: null });
  while (detector.active > 0) play(1);
  const backAt = engine.world.s.nowUs;
  const backoff = detector.backoff[0];
  expect(backoff).toBe(4);
  play((detector.returnedUs[0] + 10e6 - backAt) / 1e6);
  expect(detector.backoff[0]).toBe(backoff - 1);
  play(40);
  expect(detector.backoff[0]).toBe(0);
});

it.each([
  [10, 3, 'maxEjectionPercent: 20', 2],
  [10, 3, 'maxEjectionPercent: 30', 3],
  [10, 3, 'maxEjectionPercent: 29', 2],
  [10, 3, '', 1],
  [9, 3, '', 0],
  [9, 3, 'alwaysEjectOneHost: true', 1],
  [9, 3, 'alwaysEjectOneHost: true, maxEjectionPercent: 0', 1],
])('of %i pods of which %i fail, with {%s} %i are out', (hosts, sick, policy, out) => {
  const { play, detectors } = begin(`baseEjectionTime: 10m, maxEjectionTime: 10m${policy === '' ? '' : ', '}${policy}`, sick, { hosts });
  play(20);
  expect(detectors().map(({ active }) => active)).toEqual([out, out]);
  expect(sum(detectors(), 'overflow') > 0).toBe(out < sick);
  // the others share what is sent
  expect(play(60).share).toBeCloseTo((sick - out) / (hosts - out), 1);
});

it('with fewer than half the pods healthy all are used, unless there is no such threshold', () => {
  const policy = 'maxEjectionPercent: 100, baseEjectionTime: 10m, maxEjectionTime: 10m, enforcingSuccessRate: 0';
  const half = begin(policy, 5);
  half.play(20);
  expect(half.play(30).lost).toBe(0);
  const more = begin(policy, 6);
  more.play(20);
  expect(sum(more.detectors(), 'active')).toBe(12);
  const panics = sum(more.detectors(), 'panics');
  expect(Math.abs(more.play(60).share - 0.6)).toBeLessThan(0.02);
  expect(sum(more.detectors(), 'panics') - panics).toBeGreaterThan(23_000);
  const never = begin(`${policy}, healthyPanicThreshold: 0`, 6);
  never.play(20);
  expect(never.play(30).lost).toBe(0);
  const nobody = begin(`${policy}, healthyPanicThreshold: 0`, 10);
  nobody.play(20);
  const served = nobody.recorder.served('station').count;
  expect(nobody.play(30).share).toBe(1);
  expect(nobody.recorder.served('station').count).toBe(served);
});

it('by success rate two that fail out of ten are outliers, three are not', () => {
  // k bad of n are √((n − k)/k) standard deviations below the mean: 3, 2, 1.53, and 1.9 is the limit
  for (const [sick, out] of [
    [1, 1],
    [2, 2],
    [3, 0],
  ]) {
    const { play, detectors } = begin('consecutive5xx: 0, maxEjectionPercent: 100', sick);
    play(25);
    expect(detectors().map(({ enforcedSuccessRate }) => enforcedSuccessRate)).toEqual([out, out]);
  }
  // 50 requests an interval and host are too few to compare
  const few = begin('consecutive5xx: 0, maxEjectionPercent: 100', 1, { perSecond: 100 });
  few.play(25);
  expect(sum(few.detectors(), 'enforcedSuccessRate')).toBe(0);
});

it('refused and lost requests count as answered errors do', () => {
  for (const how of [{ listening: false }, { listening: false, silent: true }]) {
    const { play, detectors, stations } = begin('enforcingSuccessRate: 0', 0, { call: 'timeout: 100ms' });
    Object.assign(stations()[3], how);
    play(5);
    expect(detectors().map(({ enforced5xx }) => enforced5xx)).toEqual([1, 1]);
    expect(play(20).lost).toBe(0);
  }
});

it('a sidecar of another runtime does the same, also over connections that are kept', () => {
  for (const protocol of ['http1', 'http2']) {
    const { play, detectors } = begin('', 1, { runtime: 'node', call: `timeout: 1s, connections: {protocol: ${protocol}}` });
    expect(play(5).lost).toBeGreaterThan(5);
    expect(sum(detectors(), 'active')).toBe(2);
    expect(play(20).lost).toBe(0);
  }
});

it('its counters are the calling pod’s, by cluster, under the names Envoy gives them', () => {
  const { engine, play } = begin('', 1, { callers: 1 });
  play(20);
  engine.instruments.refreshGauges();
  const { descriptors, values } = engine.world.s.meters;
  const read = (name: string): number | undefined =>
    values[descriptors.findIndex((slot) => slot.name === `envoy_cluster_${name}` && slot.labels['envoy_cluster_name'] === 'station')];
  expect(
    ['active', 'enforced_total', 'enforced_consecutive_5xx', 'detected_consecutive_5xx', 'overflow'].map((name) => read(`outlier_detection_ejections_${name}`)),
  ).toEqual([1, 1, 1, 1, 0]);
  expect([read('membership_total'), read('membership_healthy'), read('lb_healthy_panic')]).toEqual([10, 9, 0]);
});

it('what leaves the endpoints is forgotten', () => {
  const { engine, play, detectors, stations } = begin('baseEjectionTime: 10m, maxEjectionTime: 10m', 1);
  play(10);
  expect(sum(detectors(), 'active')).toBe(2);
  engine.execute({ kind: 'delete-pod', pod: stations()[0].record.name }, 'test');
  play(90);
  expect(sum(detectors(), 'active')).toBe(0);
  expect(detectors().map(({ hosts }) => hosts.length)).toEqual([10, 10]);
  expect(play(10).lost).toBe(0);
});

it('settings are changed in the ConfigMap, pod by pod; what cannot be read is rejected', () => {
  const { engine, play, detectors } = begin('', 1, { callers: 1 });
  const patch = (data: Record<string, string | null>): void => {
    expect(engine.execute({ kind: 'patch-config', configMap: 'entry-config', data }, 'test').ok).toBe(true);
    play(70);
  };
  patch({ outlier_detection_station_consecutive_5xx: 'many', outlier_detection_station_interval: '5s' });
  expect(detectors()[0].settings).toMatchObject({ consecutive5xx: 5, intervalUs: 10e6 });
  patch({ outlier_detection_station_consecutive_5xx: '5', outlier_detection_station_max_ejection_time: '10s' });
  expect(detectors()[0].settings).toMatchObject({ intervalUs: 10e6, maxEjectionUs: 300e6 });
  patch({ outlier_detection_station_max_ejection_time: null });
  expect(detectors()[0].settings).toMatchObject({ intervalUs: 5e6, maxEjectionUs: 300e6 });
  patch({ outlier_detection_station_consecutive_5xx: '0', outlier_detection_station_enforcing_success_rate: '0' });
  play(300);
  expect(detectors()[0].active).toBe(0);
  expect(play(30).share).toBeCloseTo(0.1, 1);
});

it('while nothing fails every request goes where it would have gone', () => {
  const [without, withIt] = [begin(null, 0), begin('', 0)];
  for (const { play } of [without, withIt]) play(10);
  expect(withIt.recorder.served('station').arrivals()).toEqual(without.recorder.served('station').arrivals());
  expect(withIt.recorder.completed.departures()).toEqual(without.recorder.completed.departures());
});

it('a snapshot goes on as if it had never been one', () => {
  const digest = ({ engine }: Play): string => {
    const hasher = new Hasher();
    hashWorld(engine.world, hasher);
    return hasher.digest();
  };
  const [straight, half, copy] = [1, 1, 1].map((sick) => begin('interval: 3s, baseEjectionTime: 5s', sick, { perSecond: 100 }));
  half.play(33);
  restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
  straight.play(70);
  copy.play(70);
  expect(digest(copy)).toBe(digest(straight));
  expect(sum(copy.detectors(), 'enforced5xx')).toBeGreaterThan(4);
  expect(digest(half)).not.toBe(digest(straight));
});
