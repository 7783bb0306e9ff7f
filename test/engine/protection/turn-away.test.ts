import { expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { batchMeans } from '../../fidelity/batch-means.ts';
import { lossAndWaitMmck } from '../../fidelity/queueing-theory.ts';

const fleet = (protection: string, perSecond: number): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    runtime: envoy
    workers: 4
    cores: 4
    ${protection}
    endpoints: [{route: /job, steps: [{compute: {exponential: 10ms}}]}, {route: /other, steps: [{compute: {exponential: 10ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s, retries: 0}
clients:
  - {name: jobs, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: ${perSecond}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}
  - {name: others, hop: 0s, timeout: 60s, routes: [{route: /other, perSecond: 20}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}
`;

function play(
  protection: string,
  perSecond: number,
): { readonly engine: Engine; readonly beginUs: number; readonly answered: (status: number, route?: string) => number } {
  const scenario = fleetScenario(fleet(protection, perSecond));
  const engine = createEngine(scenario, 2026, new MeasuringRecorder(), { onScrape: () => undefined, onTimeline: () => undefined });
  const answered = (status: number, route = '/job'): number => {
    let count = 0;
    engine.world.s.meters.descriptors.forEach(({ name, labels }, slot) => {
      if (name === 'http_server_request_duration_seconds_count' && labels['http_response_status_code'] === String(status) && labels['http_route'] === route)
        count += engine.world.s.meters.values[slot];
    });
    return count;
  };
  return { engine, beginUs: scenario.warmupUs, answered };
}

it('a rate limit passes its burst and its rate, answers the rest with 429 at once, and leaves other routes alone', () => {
  const { engine, beginUs, answered } = play('rateLimit: {maxTokens: 100, tokensPerFill: 50, fillInterval: 1s, route: /job}', 200);
  engine.advance(beginUs + 20.5e6);
  const { protection, busy } = engine.world.s.pods[0];
  const passed = answered(200);
  // full at first, then a fill every second of which each is spent
  expect(passed + busy).toBeGreaterThanOrEqual(100 + 20 * 50);
  expect(passed).toBeLessThanOrEqual(100 + 20 * 50);
  expect(answered(429)).toBe(protection?.limited);
  expect(answered(429)).toBeGreaterThan(2_500);
  expect(answered(429, '/other')).toBe(0);
  expect(answered(200, '/other')).toBeGreaterThan(300);
});

it('a rate limit of a route holds for all its methods', () => {
  const text = fleet('rateLimit: {maxTokens: 10, tokensPerFill: 10, fillInterval: 1s, route: /job}', 100)
    .replace('endpoints: [', 'endpoints: [{route: /job, method: POST, steps: [{compute: {exponential: 10ms}}]}, ')
    .replace('{route: /other, perSecond: 20}', '{route: /job, method: POST, perSecond: 100}');
  const scenario = fleetScenario(text);
  const engine = createEngine(scenario, 2026, new MeasuringRecorder(), { onScrape: () => undefined, onTimeline: () => undefined });
  engine.advance(scenario.warmupUs + 20.5e6);
  const { asked, limited } = engine.world.s.pods[0].protection ?? { asked: 0, limited: 0 };
  // 200 a second ask, by either method
  expect(asked).toBeGreaterThan(3_500);
  expect(asked - limited).toBe(10 + 20 * 10);
});

it('a limit of requests in flight loses what M/M/c/K loses', { timeout: 300_000 }, () => {
  const { engine, beginUs, answered } = play('maxInFlight: 8', 480);
  const losses = Array.from({ length: 40 }, (_, batch) => {
    const before = [answered(200), answered(503)];
    engine.advance(beginUs + (batch + 1) * 30e6);
    const [served, shed] = [answered(200) - before[0], answered(503) - before[1]];
    return shed / (served + shed);
  });
  const theory = lossAndWaitMmck(4, 8, 500, 100).loss;
  const { mean, halfWidth } = batchMeans(losses, 0.01);
  expect(Math.abs(mean / theory - 1)).toBeLessThan(0.02);
  expect(Math.abs(mean - theory)).toBeLessThan(halfWidth);
});

it('both are changed in the ConfigMap, pod by pod within a minute or so; what cannot be read is refused', () => {
  const { engine, beginUs, answered } = play('rateLimit: {maxTokens: 1, tokensPerFill: 1, fillInterval: 1s}', 100);
  engine.advance(beginUs + 10e6);
  expect(answered(200)).toBeLessThan(15);
  expect(engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { rate_limit_max_tokens: 'many' } }, 'test').ok).toBe(true);
  engine.advance(beginUs + 80e6);
  expect(engine.world.s.pods[0].protection?.settings.maxTokens).toBe(1);
  engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { rate_limit_max_tokens: null, max_in_flight: '3' } }, 'test');
  engine.advance(beginUs + 150e6);
  expect(engine.world.s.pods[0].protection?.settings).toMatchObject({ maxTokens: 0, maxInFlight: 3 });
  const before = answered(200);
  engine.advance(beginUs + 160e6);
  expect(answered(200) - before).toBeGreaterThan(800);
  expect(answered(503)).toBeGreaterThan(0);
});
