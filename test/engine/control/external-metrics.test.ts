import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { MetricsPort } from '../../../src/contract/metrics.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

const scenario = (targets: string, replicas = 4) =>
  fleetScenario(`schemaVersion: 1
name: scaled
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 8, memory: 32Gi}]
services:
  - name: entry
    runtime: go
    replicas: ${replicas}
    autoscaler: {minReplicas: 2, maxReplicas: 12, ${targets}}
    workers: 1000
    cores: 4
    cpu: {request: 1, limit: 4}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{compute: {constant: 10ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 100}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`);

const QUEUE = 'metrics: [{query: queue, target: 20}]';
const BOTH = 'metrics: [{name: queue, query: queue, target: 20}, {name: rate, query: rate, target: 0.5}]';

/** @param value what a query yields, by seconds since play began */
function play(targets: string, value: (expr: string, seconds: number) => number | null, replicas = 4) {
  const { fleet, warmupUs, ...rest } = scenario(targets, replicas);
  const whole = { fleet, warmupUs, ...rest };
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: warmupUs });
  const metrics: MetricsPort = { query: (expr, tUs) => value(expr, (tUs - warmupUs) / 1e6) };
  const engine = createEngine(whole, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined, metrics });
  return {
    engine,
    until: (seconds: number) => engine.advance(warmupUs + seconds * 1e6),
    hpa: () => inspectFleet(engine.world, [], fleet.regions[0]!).autoscalers[0]!,
    said: (reason: string) => recorder.events(engine.world.s.nowUs).flatMap((event) => (event.reason === reason ? [event.message] : [])),
  };
}

describe('an autoscaler on an external metric', () => {
  it.each([
    ['the total over the target, rounded up', 121, 7],
    ['within a tenth above: stays', 87, 4],
    ['just above it: one more', 89, 5],
    ['not above its maximum', 10_000, 12],
  ])('%s', (_, total, pods) => {
    const played = play(QUEUE, () => total);
    played.until(120);
    expect(played.hpa()).toMatchObject({ currentReplicas: pods, targetCpuPercent: null });
  });

  it('says what it looked at', () => {
    const played = play(QUEUE, (_, seconds) => (seconds < 0 ? 80 : 121));
    played.until(60);
    expect(played.said('SuccessfulRescale')).toEqual(['New size: 7; reason: external metric s0-prometheus(nil) above target']);
    // 121 ÷ 7, rounded up in thousandths as the controller does
    expect(played.hpa().external).toEqual({
      metrics: [{ name: 's0-prometheus', targetMilli: 20_000, currentMilli: 17_286 }],
      decidedBy: 'external metric s0-prometheus(nil)',
      failure: null,
    });
  });

  it('the metric that asks for most wins, CPU among them', () => {
    expect(atEnd(`targetCpu: 50, ${BOTH}`, { queue: 90, rate: 4.6 })).toBe(10);
    expect(atEnd(`targetCpu: 50, ${BOTH}`, { queue: 230, rate: 4.6 })).toBe(12);
    // a core of work in all, at 10% of a pod's
    expect(atEnd(`targetCpu: 10, ${BOTH}`, { queue: 1, rate: 0.1 })).toBeGreaterThanOrEqual(10);
  });

  it('goes down to the highest wish of the last five minutes', () => {
    const played = play(QUEUE, (_, seconds) => (seconds < 60 ? 160 : 40), 8);
    played.until(300);
    expect(played.hpa().currentReplicas).toBe(8);
    played.until(400);
    expect(played.hpa().currentReplicas).toBe(2);
    expect(played.said('SuccessfulRescale')).toEqual(['New size: 2; reason: All metrics below target']);
  });

  it('without a value stays where it is, and says why', () => {
    const played = play(QUEUE, () => null);
    played.until(600);
    const why = 'unable to get external metric default/s0-prometheus/nil: no metrics returned from external metrics API';
    expect(played.hpa()).toMatchObject({
      currentReplicas: 4,
      external: { failure: { reason: 'FailedGetExternalMetric', message: `the HPA was unable to compute the replica count: ${why}` } },
    });
    expect(new Set(played.said('FailedGetExternalMetric'))).toEqual(new Set([why]));
    expect(new Set(played.said('FailedComputeMetricsReplicas'))).toEqual(
      new Set([
        `invalid metrics (1 invalid out of 1), first error is: failed to get s0-prometheus external metric value: failed to get s0-prometheus external metric: ${why}`,
      ]),
    );
  });

  it('with one of two missing goes up but not down', () => {
    const up = play(BOTH, (expr) => (expr === 'queue' ? null : 3));
    up.until(60);
    expect(up.hpa()).toMatchObject({ currentReplicas: 6, external: { failure: null } });
    const down = play(BOTH, (expr) => (expr === 'queue' ? null : 1));
    down.until(900);
    expect(down.hpa()).toMatchObject({ currentReplicas: 4, external: { failure: { reason: 'FailedGetExternalMetric' } } });
    const value = play(BOTH, () => 1);
    value.until(900);
    expect(value.hpa().currentReplicas).toBe(2);
  });

  it('leaves a service alone that was scaled to nothing', () => {
    const played = play(QUEUE, () => 400);
    played.engine.execute({ kind: 'scale', service: 'entry', replicas: 0 }, 'player');
    played.until(120);
    expect(played.hpa()).toMatchObject({ currentReplicas: 0, external: { failure: { reason: 'ScalingDisabled' } } });
  });

  it('keeps its metrics when its limits change', () => {
    const played = play(QUEUE, () => 10_000);
    played.engine.execute({ kind: 'set-autoscaler', service: 'entry', maxReplicas: 5 }, 'player');
    played.until(120);
    expect(played.hpa()).toMatchObject({ currentReplicas: 5, maxReplicas: 5, targetCpuPercent: null });
  });
});

function atEnd(targets: string, totals: Readonly<Record<string, number>>): number {
  const played = play(targets, (expr) => totals[expr] ?? null);
  played.until(120);
  return played.hpa().currentReplicas;
}
