import { fleetScenario, rateCurve } from '../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';

/**
 * One service that serves 200 requests a second, callers that give up after half a second, and an accept queue that holds five seconds of work: once it is
 * full, whatever is served has been given up already. The load rises step by step beyond what can be served and comes back the same way.
 */
export const CAPACITY = 200;
const STEP_SECONDS = 600;
/** Of each step, before its goodput is taken. */
const SETTLING_SECONDS = 300;
const UP = [0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.05, 1.15, 1.25];

export interface LoadStep {
  readonly direction: 'up' | 'down';
  /** Requests a second. */
  readonly offered: number;
  /** Requests a second that were answered well. */
  readonly goodput: number;
}

/** @param retries how a caller retries, as keys of a call step; none when empty */
export function loadUpAndDown(retries: string, seed: number): LoadStep[] {
  const plan = [
    ...UP.map((share) => ({ direction: 'up' as const, share })),
    ...UP.slice(0, -1)
      .reverse()
      .map((share) => ({ direction: 'down' as const, share })),
  ];
  const scenario = scenarioOf(
    retries,
    plan.map(({ share }) => share),
  );
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return plan.map(({ direction, share }, step) => {
    const beginUs = scenario.warmupUs + step * STEP_SECONDS * 1e6;
    engine.advance(beginUs + SETTLING_SECONDS * 1e6);
    const before = recorder.completed.count;
    engine.advance(beginUs + STEP_SECONDS * 1e6);
    return { direction, offered: Math.round(share * CAPACITY), goodput: (recorder.completed.count - before) / (STEP_SECONDS - SETTLING_SECONDS) };
  });
}

function scenarioOf(retries: string, shares: readonly number[]): ScenarioModel {
  const most = Math.max(...shares);
  const rates = shares.map((share, step) => ({ atSeconds: step * STEP_SECONDS, perSecond: share * CAPACITY }));
  const policy = ['timeout: 500ms', ...(retries === '' ? [] : [retries])].join(', ');
  return fleetScenario(`schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: 100000
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    endpoints: [{route: /job, steps: [{call: {service: server, route: /work, ${policy}}}]}]
  - name: server
    workers: 20
    cores: 20
    acceptQueue: ${5 * CAPACITY}
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    endpoints: [{route: /work, steps: [{compute: {exponential: ${20 / CAPACITY}s}}]}]
loadBalancer: {name: edge, host: load.example, service: entry, timeout: 10s, hop: 0s}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: ${most * CAPACITY}}], curve: ${rateCurve(rates, most * CAPACITY)}}]
`);
}

/** The three callers of the plot. */
export const CALLERS = [
  { name: '3 retries, no budget', retries: 'retries: 3, backoff: {base: 50ms, max: 1s}' },
  { name: '3 retries, budget of 10%', retries: 'retries: 3, backoff: {base: 50ms, max: 1s}, retryBudget: 10%' },
  { name: 'no retries', retries: '' },
] as const;
