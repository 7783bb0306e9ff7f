import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';

/** Two pods whose requests need 60 ms of CPU on average, six a second for each: 0.36 of a core in use, on up to eight of the node's. */
const SECOND = 1e6;
const fleet = (throttling: string, limit = 1) =>
  fleetScenario(`schemaVersion: 1
name: limited
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, machineType: e2-standard-16, nodesPerZone: 2, cpu: 15, memory: 32Gi}]
services:
  - name: entry
    replicas: 2
    workers: 100
    cores: 8
    discipline: ps
    cpu: {request: 500m, limit: ${limit}${throttling}}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{compute: {exponential: 60ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 30s, hop: 0s}
clients: [{name: users, hop: 0s, timeout: 30s, routes: [{route: /job, perSecond: 12}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`);

interface Played {
  readonly engine: Engine;
  readonly recorder: MeasuringRecorder;
  until(seconds: number): void;
}

function play(throttling: string, limit?: number): Played {
  const scenario = fleet(throttling, limit);
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 7, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return { engine, recorder, until: (seconds) => engine.advance(scenario.warmupUs + seconds * SECOND) };
}

function timesOf({ recorder }: Played): { mean: number; p99: number } {
  const arrived = recorder.completed.arrivals();
  const times = recorder.completed.departures().map((at, request) => at - arrived[request]!);
  const sorted = times.sort();
  return { mean: times.reduce((sum, us) => sum + us, 0) / times.length / 1000, p99: sorted[Math.floor(sorted.length * 0.99)]! / 1000 };
}

const usedSeconds = ({ engine }: Played): number => engine.world.s.pods.reduce((sum, pod) => sum + pod.cpuUsedUs, 0) / SECOND;
const digest = ({ engine }: Played): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};

/** Of pods that are there, by metric. */
function gauges({ engine }: Played, metric: string): number[] {
  engine.instruments.refreshGauges();
  const { descriptors, values } = engine.instruments;
  return descriptors.flatMap(({ name }, slot) => (name === metric ? [values[slot]!] : []));
}

const WITH = ', throttling: cfs';

describe('a service with CPU limits', () => {
  it('stands still at a third of its limit, and answers late: the same work, other times', () => {
    const [free, held] = [play(''), play(WITH)];
    for (const played of [free, held]) played.until(900);
    expect(usedSeconds(held) / usedSeconds(free)).toBeCloseTo(1, 2);
    const utilisation = usedSeconds(held) / 2 / 900;
    expect([utilisation > 0.25, utilisation < 0.5]).toEqual([true, true]);
    expect(timesOf(free).mean).toBeGreaterThan(55);
    expect(timesOf(held).p99 / timesOf(free).p99).toBeGreaterThan(1.3);
    const [periods, throttled, seconds] = ['periods', 'throttled_periods', 'throttled_seconds'].map((what) =>
      gauges(held, `container_cpu_cfs_${what}_total`).reduce((sum, value) => sum + value, 0),
    );
    expect(throttled! / periods!).toBeGreaterThan(0.05);
    expect(throttled! / periods!).toBeLessThan(0.5);
    // stood still for less than a period each, on at most eight CPUs
    expect(seconds! / throttled!).toBeLessThan(0.8);
    expect(seconds! / throttled!).toBeGreaterThan(0.01);
    expect(gauges(held, 'container_spec_cpu_quota')).toEqual([100_000, 100_000]);
  });

  it('is as if there were no limit where the limit is what its cores can do', () => {
    const [free, held] = [play('', 8), play(WITH, 8)];
    for (const played of [free, held]) played.until(300);
    expect(timesOf(held)).toEqual(timesOf(free));
    expect(gauges(held, 'container_cpu_cfs_throttled_periods_total')).toEqual([0, 0]);
  });

  it('says nothing of throttling where it is off', () => {
    const played = play('');
    played.until(30);
    expect(gauges(played, 'container_cpu_cfs_periods_total')).toEqual([]);
    expect(JSON.stringify(played.engine.world.s.pods)).not.toContain('quotaUs');
  });

  it('stops standing still when its limit is raised, which replaces its pods', () => {
    const played = play(WITH);
    const { engine } = played;
    played.until(120);
    const template = () => inspectFleet(engine.world, [], engine.world.plan.scenario.fleet.regions[0]!).deployments[0]!.template;
    const before = template();
    expect(engine.execute({ kind: 'set-resources', service: 'entry', cpuLimitMilli: 6000 }, 'player')).toMatchObject({ ok: true, data: { revision: 2 } });
    played.until(240);
    expect(template()).toMatchObject({ cpuLimitMilli: 6000, cpuRequestMilli: 500, memoryLimitMiB: before.memoryLimitMiB });
    expect(template().hash).not.toBe(before.hash);
    const alive = engine.world.s.pods.filter(({ record }) => record.goneUs === null);
    expect(alive.map(({ share }) => share?.cfs?.quotaUs)).toEqual([600_000, 600_000]);
    for (const { share } of alive) expect((share?.cfs?.throttledPeriods ?? 1) / (share?.cfs?.periods ?? 1)).toBeLessThan(0.01);
    expect(engine.execute({ kind: 'rollout-undo', service: 'entry' }, 'player').ok).toBe(true);
    expect(template().hash).toBe(before.hash);
    expect(engine.execute({ kind: 'set-resources', service: 'entry', cpuLimitMilli: 0 }, 'player').ok).toBe(true);
    played.until(400);
    expect(engine.world.s.pods.filter(({ record }) => record.goneUs === null).map(({ share }) => share?.cfs)).toEqual([undefined, undefined]);
  });

  it('keeps a request within its limit', () => {
    const { engine } = play(WITH);
    expect(engine.execute({ kind: 'set-resources', service: 'entry', cpuLimitMilli: 200 }, 'player')).toEqual({
      ok: false,
      refusal: {
        code: 'command/invalid_resources',
        message:
          'Deployment.apps "entry" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 200m',
      },
    });
  });

  it('goes on from a snapshot as if there had been none', () => {
    const [whole, cut] = [play(WITH), play(WITH)];
    for (const played of [whole, cut]) played.until(61.037);
    restoreWorld(cut.engine.world, snapshotWorld(cut.engine.world));
    for (const played of [whole, cut]) played.until(100);
    expect(digest(cut)).toBe(digest(whole));
  });
});
