import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { RequestFailure } from '../../../src/contract/faults/request-failure.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { canaryCounts } from '../../../src/engine/control/canary-counts.ts';
import { ANALYSIS, CANARY, POD } from '../../../src/engine/machines/lifecycle.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

const SECOND = 1e6;
const MINUTE = 60 * SECOND;

/** Ten pods of a service that is rolled out by canary: 10%, a minute, an analysis of two measurements, half, until somebody promotes it. */
const fleet = (analysis = '', background = '') =>
  fleetScenario(`schemaVersion: 1
name: canaried
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 8, memory: 32Gi}]
services:
  - name: entry
    runtime: go
    replicas: 10
    workers: 1000
    cores: 2
    cpu: {request: 100m, limit: 1}
    keepAlive: {idleTimeout: 620s}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    revisions: [{version: v1.0.0, changeCause: first, deployedAgo: 9d}]
    canary:
      steps: [{setWeight: 10}, {pause: {duration: 1m}}, ${analysis}{setWeight: 50}, {pause: {}}]
      ${background}
    endpoints: [{route: /job, steps: [{compute: 5ms}]}, {route: /other, steps: [{compute: 5ms}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, hop: 1ms}
clients:
  - {name: ios, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 40}]}
  - {name: web, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 40}, {route: /other, perSecond: 20}]}
slos: [{route: /job, kind: availability, noun: jobs, objective: 99.9%}]
`);

const ANALYSED =
  '{analysis: {name: success, metrics: [{name: success-rate, query: success, interval: 20s, count: 2, successCondition: "result[0] >= 0.95"}]}}, ';
const BACKGROUND = 'analysis: {name: success, metrics: [{name: success-rate, query: success, interval: 20s, successCondition: "result[0] >= 0.95"}]}';

const FAULT: RequestFailure = {
  kind: 'request-failure',
  service: 'entry',
  versions: ['v2.0.0'],
  route: '/job',
  client: 'ios',
  share: 1,
  status: 500,
  says: 'no variant for container',
  level: 'info',
};

interface Played {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  /** Runs until so long after the new version arrived. */
  until(us: number): void;
  readonly asked: { expr: string; tUs: number }[];
}

/** @param value what the analysis is told, by time since the release */
function release(scenario = fleet(), value: (sinceUs: number) => number | null = () => 1, faults: RequestFailure[] = []): Played {
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const asked: Played['asked'] = [];
  const startUs = MINUTE;
  const engine = createEngine({ ...scenario, faults }, 7, recorder, {
    onScrape: () => undefined,
    onTimeline: () => undefined,
    metrics: {
      query: (expr, tUs) => {
        asked.push({ expr, tUs: tUs - startUs });
        return value(tUs - startUs);
      },
    },
  });
  engine.advance(startUs);
  expect(engine.execute({ kind: 'deploy', service: 'entry', version: 'v2.0.0', changeCause: 'second' }, 'pipeline').ok).toBe(true);
  return { engine, recorder, asked, until: (us) => engine.advance(startUs + us) };
}

const phase = ({ engine }: Played): number => engine.world.s.lifecycles.canary.state[0];
const ready = ({ engine }: Played, version: string): number => {
  const { s } = engine.world;
  const set = s.services[0].replicaSets.find((candidate) => candidate.version === version);
  return set?.pods.filter((pod) => s.lifecycles.pod.state[pod] === POD.ready).length ?? 0;
};
const reasons = ({ recorder, engine }: Played): string[] => recorder.events(engine.world.s.nowUs).map(({ reason }) => reason);
const canary = ({ engine }: Played) => {
  const state = engine.world.s.services[0].canary;
  if (state === null) throw new Error('entry goes by canary');
  return state;
};

describe('a canary', () => {
  it('goes through its steps by number of pods, and waits where it is told to', () => {
    const play = release();
    play.until(20 * SECOND);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([9, 1]);
    expect(phase(play)).toBe(CANARY.paused);
    play.until(100 * SECOND);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([5, 5]);
    play.until(20 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([5, 5]); // an endless pause
    play.engine.execute({ kind: 'rollout-promote', service: 'entry' }, 'player');
    play.until(21 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([0, 10]);
    expect(phase(play)).toBe(CANARY.healthy);
    expect(canary(play).stable).toBe(1);
    expect(reasons(play)).toContain('RolloutCompleted');
  });

  it('never leaves fewer pods than it may', () => {
    const play = release();
    const least = 10 - 2; // maxUnavailable 25%, rounded down
    for (let second = 1; second <= 120; second++) {
      play.until(second * SECOND);
      expect(ready(play, 'v1.0.0') + ready(play, 'v2.0.0'), `second ${second}`).toBeGreaterThanOrEqual(least);
    }
  });

  it('is taken back by a failed analysis, and stays degraded until its template is put back', () => {
    const play = release(fleet(ANALYSED), (since) => (since > 80 * SECOND ? 0.9 : 0.99));
    play.until(3 * MINUTE);
    expect(play.asked.length).toBe(2); // one that passed, one that failed
    expect(phase(play)).toBe(CANARY.degraded);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([10, 0]);
    expect(canary(play).abortedBecause).toBe('metric "success-rate" assessed Failed due to failed (1) > failureLimit (0)');
    play.engine.execute({ kind: 'rollout-undo', service: 'entry' }, 'player');
    play.until(4 * MINUTE);
    expect(phase(play)).toBe(CANARY.healthy);
    expect(play.engine.world.s.services[0].replicaSets.filter((set) => set.desired > 0).map((set) => set.version)).toEqual(['v1.0.0']);
  });

  it('bears four measurements in a row that yield nothing, and not a fifth', () => {
    const play = release(fleet(ANALYSED), () => null);
    play.until(3 * MINUTE);
    expect(play.asked.length).toBe(5);
    expect(play.engine.world.s.lifecycles.analysis.state[0]).toBe(ANALYSIS.error);
    expect(canary(play).abortedBecause).toBe('metric "success-rate" assessed Error due to consecutiveErrors (5) > consecutiveErrorLimit (4)');
  });

  it('has its background analysis measure from the first step to the last, and no longer', () => {
    const play = release(fleet('', BACKGROUND));
    play.until(5 * MINUTE);
    const before = play.asked.length;
    expect(before).toBeGreaterThanOrEqual(14);
    play.engine.execute({ kind: 'rollout-promote', service: 'entry', full: true }, 'player');
    play.until(10 * MINUTE);
    expect(play.asked.length).toBe(before);
    expect(play.engine.world.s.lifecycles.analysis.state[0]).toBe(ANALYSIS.successful);
    expect(phase(play)).toBe(CANARY.healthy);
  });

  it('is aborted by hand, and retried from its first step', () => {
    const play = release();
    play.until(100 * SECOND);
    expect(play.engine.execute({ kind: 'rollout-abort', service: 'entry' }, 'player').ok).toBe(true);
    play.until(130 * SECOND);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([10, 0]);
    play.engine.execute({ kind: 'rollout-retry', service: 'entry' }, 'player');
    play.until(150 * SECOND);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([9, 1]);
    expect(canary(play).step).toBe(1);
  });

  it('is not promoted once it is aborted', () => {
    const play = release();
    play.until(30 * SECOND);
    play.engine.execute({ kind: 'rollout-abort', service: 'entry' }, 'player');
    play.engine.execute({ kind: 'rollout-promote', service: 'entry', full: true }, 'player');
    play.until(3 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([10, 0]);
    expect(phase(play)).toBe(CANARY.degraded);
  });

  it('can be taken back while its spec says paused, and goes back when it is resumed', () => {
    const play = release();
    play.until(30 * SECOND);
    play.engine.execute({ kind: 'rollout-pause', service: 'entry' }, 'player');
    expect(play.engine.execute({ kind: 'rollout-undo', service: 'entry' }, 'player').ok).toBe(true);
    play.until(2 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([9, 1]);
    play.engine.execute({ kind: 'rollout-resume', service: 'entry' }, 'player');
    play.until(3 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([10, 0]);
  });

  it('keeps its share while its spec says paused', () => {
    const play = release();
    play.until(30 * SECOND);
    play.engine.execute({ kind: 'rollout-pause', service: 'entry' }, 'player');
    play.until(10 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([9, 1]);
    play.engine.execute({ kind: 'rollout-resume', service: 'entry' }, 'player');
    play.until(11 * MINUTE);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([5, 5]);
  });

  it('goes through all steps again when what is undone is the stable version', () => {
    const play = release();
    play.until(30 * SECOND);
    play.engine.execute({ kind: 'rollout-promote', service: 'entry', full: true }, 'player');
    play.until(2 * MINUTE);
    expect(ready(play, 'v2.0.0')).toBe(10);
    play.engine.execute({ kind: 'rollout-undo', service: 'entry' }, 'player');
    play.until(150 * SECOND);
    expect([ready(play, 'v1.0.0'), ready(play, 'v2.0.0')]).toEqual([1, 9]);
  });

  it('restarts pods without a new revision', () => {
    const play = release();
    play.until(30 * SECOND);
    const before = play.engine.world.s.services[0].replicaSets.flatMap((set) => set.pods);
    play.engine.execute({ kind: 'rollout-restart', service: 'entry' }, 'player');
    play.until(3 * MINUTE);
    const after = play.engine.world.s.services[0].replicaSets.flatMap((set) =>
      set.pods.filter((pod) => play.engine.world.s.lifecycles.pod.state[pod] === POD.ready),
    );
    expect(after.filter((pod) => before.includes(pod))).toEqual([]);
    expect(play.engine.world.s.services[0].replicaSets.length).toBe(2);
  });
});

describe('requests that a version cannot answer', () => {
  it('are those of the class the fault names, on pods of that version, and nobody else', () => {
    const play = release(fleet(), () => 1, [FAULT]);
    play.until(30 * SECOND);
    const before = [...play.engine.world.s.harm.badRequests];
    const requestsBefore = [...play.engine.world.s.harm.requests];
    play.until(60 * SECOND);
    const bad = play.engine.world.s.harm.badRequests[0] - before[0];
    const all = play.engine.world.s.harm.requests[0] - requestsBefore[0];
    // half of /job is for ios, one pod in ten cannot answer it: 120 of 2,400, give or take four standard deviations
    expect(bad / all).toBeGreaterThan(0.05 - 4 * Math.sqrt((0.05 * 0.95) / all));
    expect(bad / all).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / all));
    const lines = play.recorder.logs({ services: ['entry'], text: 'no variant', fromUs: 0, toUs: play.engine.world.s.nowUs, limit: 10_000, take: 'newest' });
    // what the server could not answer is what its log says, line by line
    expect(lines.filter((line) => line.tUs > MINUTE + 30 * SECOND).length).toBeGreaterThanOrEqual(bad - 3);
  });
});

describe('weights by number of pods', () => {
  it.each([
    [10, 10, true, 1, 9],
    [10, 25, true, 3, 8], // of eleven: 27%, nearer than 2 or 3 of ten
    [10, 25, false, 3, 7],
    [5, 20, false, 1, 4],
    [1, 5, true, 1, 1],
    [4, 1, false, 1, 3],
    [4, 99, false, 3, 1],
    [10, 0, true, 0, 10],
    [10, 100, true, 10, 0],
    [0, 50, true, 0, 0],
  ])('%i pods at %i%%, one more allowed: %s', (replicas, percent, more, canaryPods, stable) => {
    expect(canaryCounts(replicas, percent, more)).toEqual({ canary: canaryPods, stable });
  });
});
