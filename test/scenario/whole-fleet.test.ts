import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CdnState } from '../../src/engine/cdn/cdn-state.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { type SegmentCounts, segmentCounts } from '../../src/engine/instruments/cdn-meters.ts';
import { kafkaOf, lagOf } from '../../src/engine/kafka/kafka-state.ts';
import { POD } from '../../src/engine/machines/lifecycle.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { createRecorder } from '../../src/telemetry/recorder.ts';

const SCENARIO = `schemaVersion: 1
id: quiet
title: A quiet morning
brief: Nothing breaks.
incident: INC-1
difficulty: 1
minutes: 10
playStart: 2026-11-20T08:00:00Z
warmup: 10m
fleet: wavelength-whole
timeline: []
alertRules: []
runbooks: []
truth:
  claims: [{id: none, role: trigger, component: gateway, condition: capacity-short, title: Nothing, weight: 1, says: [[[nothing]]]}]
  story: Nothing.
`;

it('the whole fleet fits on its machines, serves everybody, and keeps up with what is played', () => {
  const scenarios = join(import.meta.dirname, '../../scenarios');
  const read = (path: string): string => (path === 'quiet.yaml' ? SCENARIO : readFileSync(join(scenarios, path), 'utf8'));
  const loaded = loadScenario({ read }, 'quiet.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const { scenario } = loaded;
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 3, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const { world } = engine;
  // the load balancer counts users from here on
  engine.advance(60e6);
  const { harm, lifecycles, services } = world.s;
  const [requests, bad] = [harm.requests.slice(), harm.badRequests.slice()];
  const segments = (): SegmentCounts => segmentCounts(world.s.cdn as CdnState, world.s.meters);
  const before = segments();
  engine.advance(360e6);
  scenario.fleet.slos.forEach(({ name }, slo) => {
    const all = harm.requests[slo] - requests[slo];
    expect(all, name).toBeGreaterThan(5_000);
    expect((harm.badRequests[slo] - bad[slo]) / all, name).toBeLessThan(name.endsWith('latency') ? 0.008 : 0.0009);
  });
  for (const { model, index } of world.plan.services) {
    const pods = services[index].replicaSets.flatMap((set) => set.pods);
    expect(pods.length, model.name).toBeGreaterThanOrEqual(model.replicas);
    for (const pod of pods) expect(lifecycles.pod.state[pod], model.name).toBe(POD.ready);
  }
  // who starts a song fetches two of its segments, from caches that were empty a minute before
  const after = segments();
  const [fetched, missing, hits] = [after.segments - before.segments, after.failed - before.failed, after.hits - before.hits];
  expect(Math.abs(fetched / (2 * 80 * 300) - 1)).toBeLessThan(0.1);
  expect(missing / fetched).toBeLessThan(0.0005);
  expect(hits / fetched).toBeGreaterThan(0.75);
  expect(hits / fetched).toBeLessThan(0.95);
  const { state, plan } = kafkaOf(world);
  const produced = state.producedBy.reduce((sum, count) => sum + count, 0);
  // a fifth of a hundred streams a second
  expect(Math.abs(produced / (20 * 360) - 1)).toBeLessThan(0.1);
  const behind = Array.from({ length: plan.topics[plan.groups[0].topic].model.partitions }, (_, partition) => lagOf(world, 0, partition));
  expect(Math.max(...behind)).toBeLessThan(5);
  expect(state.groups[0].consumed).toBeGreaterThan(produced - 60);
}, 120_000);
