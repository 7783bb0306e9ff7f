import { expect, it, vi } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectLoadBalancer } from '../../../src/engine/inspect/inspect-load-balancer.ts';
import type { Pod } from '../../../src/engine/fleet/pod.ts';
import type { OutlierDetector } from '../../../src/engine/protection/outlier-detector.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { twoRegions } from './two-regions.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Fleet {
  readonly proxies?: number;
  readonly pods?: number;
  readonly perSecond?: number;
  /** Further keys of the load balancer. */
  readonly edge?: string;
  /** How long a user waits. */
  readonly patience?: string;
}

const fleet = (policy: string | null, { proxies = 2, pods = 10, perSecond = 200, edge = '', patience = '60s' }: Fleet): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a, b], share: 100%, pointsOfPresence: [{name: near, share: 100%, hop: 1ms, proxies: ${proxies}}]}]
nodePools: [{name: pool, nodesPerZone: 4, cpu: 16, memory: 64Gi}]
services:
  - {name: entry, replicas: ${pods}, workers: 100000, cores: 1000, cpu: {request: 100m, limit: 1}, memory: {request: 64Mi, limit: 1024Gi}, endpoints: [{route: /job, steps: [{compute: {constant: 100us}}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, logSampleRate: 0%${edge}${policy === null ? '' : `, outlierDetection: {${policy}}`}}
clients: [{name: jobs, hop: 0s, timeout: ${patience}, retries: 0, routes: [{route: /job, perSecond: ${perSecond}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

interface Play {
  readonly engine: Engine;
  readonly recorder: MeasuringRecorder;
  /** Plays on for so many seconds. @returns what of users' requests failed in them */
  readonly play: (seconds: number) => { readonly lost: number; readonly share: number };
  readonly detectors: () => readonly OutlierDetector[];
  readonly pods: () => Pod[];
}

function fail(engine: Engine, pods: readonly Pod[], status: number, share = 1): void {
  const { endpoints } = engine.world.plan.services[0];
  for (const pod of pods) Object.assign(pod, { failing: endpoints.map((endpoint) => ({ endpoint, client: 0, share, status, says: 'no', level: 1 })) });
}

/** Begins with the traffic. @param policy of the detection; null: none @param sick so many pods answer with `status` */
function begin(policy: string | null, sick: number, options: Fleet = {}, status = 503): Play {
  const scenario = fleetScenario(fleet(policy, options));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 2026, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  fail(engine, engine.world.s.pods.slice(0, sick), status);
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
    detectors: () => engine.world.s.edgeOutliers ?? [],
    pods: () => engine.world.s.pods,
  };
}

const enforced = (detectors: readonly OutlierDetector[]): number[] => detectors.map(({ gateway, enforced5xx }) => enforced5xx + (gateway?.enforced ?? 0));
const active = (detectors: readonly OutlierDetector[]): number[] => detectors.map((detector) => detector.active);

it.each([
  // the API's defaults: gateway failures eject after three in a row, other errors are only counted
  ['', 503, 3],
  ['', 502, 3],
  ['', 504, 3],
  ['consecutiveGatewayFailure: 7', 503, 7],
  ['enforcingConsecutiveErrors: 100', 500, 5],
  ['enforcingConsecutiveErrors: 100, consecutiveErrors: 12', 500, 12],
  ['enforcingConsecutiveErrors: 100, enforcingConsecutiveGatewayFailure: 0', 503, 5],
  // whichever comes first
  ['enforcingConsecutiveErrors: 100, consecutiveErrors: 2', 503, 2],
])('with {%s} a pod that answers %i costs each proxy %i requests an ejection', (policy, status, each) => {
  const { play, detectors } = begin(`${policy}${policy === '' ? '' : ', '}enforcingSuccessRate: 0, baseEjectionTime: 10m`, 1, { proxies: 3 }, status);
  expect(play(40).lost).toBe(3 * each);
  expect(enforced(detectors())).toEqual([1, 1, 1]);
  expect(play(100).lost).toBe(0);
});

it.each([
  // counted, as the API's default has it
  ['', 500, true],
  ['enforcingConsecutiveErrors: 100, consecutiveErrors: 0', 500, false],
  ['enforcingConsecutiveGatewayFailure: 0', 503, true],
  ['consecutiveErrors: 0, consecutiveGatewayFailure: 0', 503, false],
])('with {%s} a pod that answers %i stays in; that it is detected: %s', (policy, status, isDetected) => {
  const { play, detectors } = begin(`${policy}${policy === '' ? '' : ', '}enforcingSuccessRate: 0`, 1, {}, status);
  expect(play(60).share).toBeCloseTo(0.1, 2);
  expect(enforced(detectors())).toEqual([0, 0]);
  expect(detectors().map(({ detected5xx, gateway }) => detected5xx + (gateway?.detected ?? 0) > 0)).toEqual([isDetected, isDetected]);
});

it('with ejections of one length the share of failures is that of a renewal process', () => {
  // a base of 300 s is the longest too
  const [proxies, pods, perSecond, seconds] = [10, 10, 10, 9_000];
  const { play } = begin('baseEjectionTime: 300s, enforcingSuccessRate: 0', 1, { proxies, pods, perSecond });
  const rate = perSecond / proxies;
  // three requests to meet it, then 300 s and on average half an interval until the next sweep
  const theory = 3 / ((3 * pods) / rate + 300 + 0.5) / rate;
  play(1_000);
  const { share } = play(seconds);
  expect(Math.abs(share / theory - 1)).toBeLessThan(0.02);
});

it('ejections grow by the base each time; a second in is one less', () => {
  const { play, detectors } = begin('baseEjectionTime: 10s, enforcingSuccessRate: 0', 1, { proxies: 1, perSecond: 400 });
  const [detector] = detectors();
  const lengths: number[] = [];
  let since = detector.ejectedUs[0];
  for (let tenth = 0; tenth < 2_000; tenth++) {
    play(0.1);
    const now = detector.ejectedUs[0];
    if (now !== since && since >= 0) lengths.push((detector.returnedUs[0] - since) / 1e6);
    since = now;
  }
  // it fails three times within a tenth of a second, so each is the next multiple, until the first sweep after it
  expect(lengths.slice(0, 4).map((seconds) => Math.floor(seconds))).toEqual([10, 20, 30, 40]);
  expect(lengths.every((seconds, at) => seconds >= 10 * (at + 1) && seconds <= 10 * (at + 1) + 1)).toBe(true);
});

it.each([
  [10, 6, '', 5],
  [10, 6, 'maxEjectionPercent: 20', 2],
  [10, 6, 'maxEjectionPercent: 60', 6],
  [3, 2, '', 1],
  [1, 1, '', 0],
])('of %i pods of which %i fail, with {%s} %i are out, and the others share what is sent', (pods, sick, policy, out) => {
  const { play, detectors } = begin(`baseEjectionTime: 10m, enforcingSuccessRate: 0${policy === '' ? '' : ', '}${policy}`, sick, { pods });
  play(20);
  expect(active(detectors())).toEqual([out, out]);
  const { share } = play(60);
  expect(Math.abs(share - (sick - out) / (pods - out))).toBeLessThan(0.02);
});

it('knows no panic: a region whose every pod is ejected, with no other, has no backend', () => {
  const { recorder, play, detectors } = begin('maxEjectionPercent: 100, baseEjectionTime: 10m, enforcingSuccessRate: 0', 10);
  play(20);
  expect(active(detectors())).toEqual([10, 10]);
  const served = recorder.served('entry').count;
  expect(play(10).share).toBe(1);
  expect(recorder.served('entry').count).toBe(served);
});

it('by success rate, of ten that are asked often enough, the one that fails half the time is an outlier', () => {
  const { engine, play, detectors, pods } = begin('consecutiveErrors: 0, consecutiveGatewayFailure: 0, baseEjectionTime: 10m', 0, {
    proxies: 1,
    perSecond: 2_000,
  });
  fail(engine, pods().slice(4, 5), 503, 0.5);
  expect(play(5).lost).toBeGreaterThan(50);
  expect(detectors()[0].enforcedSuccessRate).toBe(1);
  expect(play(5).lost).toBe(0);
});

it('what the load balancer waits for in vain is a gateway failure; a user who leaves first says nothing', () => {
  const hang = { listening: false, silent: true };
  const edge = ', timeout: 2s';
  const waited = begin('enforcingSuccessRate: 0, baseEjectionTime: 10m', 0, { edge });
  Object.assign(waited.pods()[3], hang);
  // health checks would find it too, after some seconds
  waited.play(3);
  expect(enforced(waited.detectors())).toEqual([1, 1]);
  const left = begin('enforcingSuccessRate: 0, baseEjectionTime: 10m', 0, { edge, patience: '1s' });
  Object.assign(left.pods()[3], hang);
  left.play(3);
  expect(enforced(left.detectors())).toEqual([0, 0]);
});

it('a proxy without endpoints in its users’ region sends them to the other one, and back', () => {
  const edge = twoRegions({ edge: ', outlierDetection: {enforcingSuccessRate: 0, maxEjectionPercent: 50}' });
  const { world } = edge.engine;
  edge.until(5);
  const [east] = world.s.services;
  const backends = east.backends.map((pod) => world.s.pods[pod]);
  fail(edge.engine, backends, 503);
  edge.until(25);
  // eight proxies, of which four serve the east: three failures for each of two pods
  const failed = edge.lines().filter(({ status }) => status === 503);
  expect(failed.length).toBe(4 * 2 * 3);
  expect(active(world.s.edgeOutliers ?? []).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 2, 2, 2, 2]);
  const away = edge.lines().filter(({ atUs }) => atUs > 15e6);
  expect(away.every(({ status }) => status === 200)).toBe(true);
  // half of the users are from the east, 40 ms each way from the west
  expect(Math.abs(away.filter(({ seconds }) => seconds > 0.09).length / away.length - 0.5)).toBeLessThan(0.06);
  for (const pod of backends) Object.assign(pod, { failing: null });
  edge.until(60);
  const home = edge.lines().filter(({ atUs }) => atUs > 45e6);
  expect(home.every(({ status, seconds }) => status === 200 && seconds < 0.05)).toBe(true);
});

it('a zone that is taken out and put in again is forgotten, as endpoints are that leave', () => {
  const { engine, play, detectors, pods } = begin('baseEjectionTime: 10m, enforcingSuccessRate: 0', 0);
  const inA = pods().filter(({ record }) => engine.world.nodes[record.node].zone === 'a');
  fail(engine, inA.slice(0, 1), 503);
  play(20);
  expect(active(detectors())).toEqual([1, 1]);
  const scale = (scaler: number) => engine.execute({ kind: 'set-edge-capacity', zone: 'a', scaler }, 'test');
  scale(0);
  expect(active(detectors())).toEqual([0, 0]);
  expect(detectors().map(({ hosts }) => hosts.length)).toEqual([10 - inA.length, 10 - inA.length]);
  expect(play(5).lost).toBe(0);
  scale(1);
  expect(play(20).lost).toBe(6);
  engine.execute({ kind: 'delete-pod', pod: inA[0].record.name }, 'test');
  play(90);
  expect(active(detectors())).toEqual([0, 0]);
  expect(play(10).lost).toBe(0);
});

it('while nothing fails every request goes where it would have gone', () => {
  const [without, withIt] = [begin(null, 0), begin('', 0)];
  for (const { play } of [without, withIt]) play(10);
  expect(withIt.recorder.served('entry').arrivals()).toEqual(without.recorder.served('entry').arrivals());
  expect(withIt.recorder.completed.departures()).toEqual(without.recorder.completed.departures());
});

it('a snapshot goes on as if it had never been one', () => {
  const digest = ({ engine }: Play): string => {
    const hasher = new Hasher();
    hashWorld(engine.world, hasher);
    return hasher.digest();
  };
  const [straight, half, copy] = [1, 1, 1].map((sick) => begin('baseEjectionTime: 5s', sick, { perSecond: 100 }));
  half.play(33);
  restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
  straight.play(60);
  copy.play(60);
  expect(digest(copy)).toBe(digest(straight));
  expect(enforced(copy.detectors())[0]).toBeGreaterThan(2);
  expect(digest(half)).not.toBe(digest(straight));
});

it('is described as the API would', () => {
  expect(inspectLoadBalancer(begin('consecutiveErrors: 7, interval: 2s', 0).engine.world, 'k8s1').outlierDetection).toEqual({
    baseEjectionUs: 30e6,
    consecutiveErrors: 7,
    consecutiveGatewayFailure: 3,
    enforcingConsecutiveErrors: 0,
    enforcingConsecutiveGatewayFailure: 100,
    enforcingSuccessRate: 100,
    intervalUs: 2e6,
    maxEjectionPercent: 50,
    successRateMinimumHosts: 5,
    successRateRequestVolume: 100,
    successRateStdevFactor: 1_900,
  });
});
