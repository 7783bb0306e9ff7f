import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** One service whose pods need 2 pods' worth of target CPU, or eight under a burst; at most four may be. */
const scenario = fleetScenario(`schemaVersion: 1
name: scaled
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 8, memory: 32Gi}]
services:
  - name: entry
    runtime: go
    replicas: 2
    autoscaler: {minReplicas: 2, maxReplicas: 4, targetCpu: 50}
    workers: 1000
    cores: 4
    cpu: {request: 1, limit: 4}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{compute: {constant: 10ms}}]}]
  - name: plain
    replicas: 1
    cpu: {request: 100m, limit: 1}
    endpoints: [{route: /x, steps: [{compute: 1ms}]}]
loadBalancer: {name: edge, host: bench.example, service: entry}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 100}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`);

interface Played {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  until(seconds: number): void;
  patch(change: Partial<Extract<FleetCommand, { kind: 'set-autoscaler' }>>): string;
}

function play(): Played {
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 5, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    patch: (change) => {
      const result = engine.execute({ kind: 'set-autoscaler', service: 'entry', ...change }, 'player');
      return result.ok ? '' : result.refusal.message;
    },
  };
}

const hpa = ({ engine }: Played, name = 'entry') => inspectFleet(engine.world, [], scenario.fleet.regions[0]!).autoscalers.find((found) => found.name === name);
const said = ({ recorder, engine }: Played): string[] =>
  recorder.events(engine.world.s.nowUs).flatMap((event) => (event.reason === 'SuccessfulRescale' ? [event.message] : []));

describe('limits of an autoscaler', () => {
  it('hold at the maximum, say so, and let go when it is raised', () => {
    const played = play();
    played.until(60);
    expect(hpa(played)).toMatchObject({ currentReplicas: 2, limit: '', maxReplicas: 4 });
    played.engine.execute({ kind: 'traffic-burst', route: '/job', multiplier: 4, durationUs: 600e6 }, 'scenario');
    played.until(150);
    expect(hpa(played)).toMatchObject({ currentReplicas: 4, desiredReplicas: 4, limit: 'TooManyReplicas' });
    expect(hpa(played)?.currentCpuPercent).toBeGreaterThan(90);
    expect(played.patch({ maxReplicas: 12 })).toBe('');
    expect(played.recorder.changes().at(-1)).toMatchObject({
      kind: 'scale',
      title: 'autoscaler of entry: 2 to 12 pods at 50% CPU',
      detail: 'was 2 to 4 pods at 50% CPU',
      undo: expect.stringContaining('"maxReplicas":4') as string,
    });
    played.until(240);
    // 400 a second at 10 ms are four cores: eight pods at half of theirs
    expect(hpa(played)?.currentReplicas).toBeGreaterThanOrEqual(8);
    expect(hpa(played)?.currentReplicas).toBeLessThanOrEqual(9);
    expect(hpa(played)).toMatchObject({ limit: '' });
  });

  it('below what there is take pods away at the next look, above add some', () => {
    const played = play();
    played.until(60);
    played.patch({ minReplicas: 4 });
    played.until(80);
    expect(hpa(played)).toMatchObject({ currentReplicas: 4 });
    played.patch({ minReplicas: 1, maxReplicas: 3 });
    played.until(96);
    expect(hpa(played)).toMatchObject({ currentReplicas: 3 });
    expect(said(played)).toEqual([
      'New size: 4; reason: Current number of replicas below Spec.MinReplicas',
      'New size: 3; reason: Current number of replicas above Spec.MaxReplicas',
    ]);
  });

  it('below the minimum it would like fewer, and says so', () => {
    const played = play();
    played.patch({ minReplicas: 4 });
    played.until(90);
    expect(hpa(played)).toMatchObject({ currentReplicas: 4, limit: 'TooFewReplicas' });
  });

  it('a service without one gets one', () => {
    const played = play();
    expect(played.patch({ service: 'plain', maxReplicas: 3 })).toBe('');
    expect(hpa(played, 'plain')).toMatchObject({ minReplicas: 1, maxReplicas: 3, targetCpuPercent: 80, currentCpuPercent: null });
    played.until(60);
    expect(hpa(played, 'plain')?.currentCpuPercent).toBe(0);
  });

  it.each([
    [{ maxReplicas: 1 }, 'spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`'],
    [{ maxReplicas: 0 }, 'spec.maxReplicas: Invalid value: 0: must be greater than 0'],
    [{ minReplicas: 0 }, 'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1'],
    [{ service: 'plain' }, 'spec.maxReplicas: Invalid value: 0: must be greater than 0'],
  ])('%j is refused', (change, why) => {
    const name = 'service' in change ? change.service : 'entry';
    expect(play().patch(change)).toBe(`The HorizontalPodAutoscaler "${name}" is invalid: ${why}`);
  });
});
