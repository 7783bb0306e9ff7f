import { createSession } from '../../session/session.ts';
import { fleetScenario } from './fleet-scenario.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface PodsBench {
  readonly pods: number;
  /** Requests a second, in proportion. */
  readonly requestsPerSecond: number;
  readonly simulatedSeconds: number;
  readonly events: number;
  readonly eventsPerSecond: Spread;
  /** Resident memory of the process at the end, which has had smaller fleets before. */
  readonly residentMiB: number;
}

/** Stretches of one run. */
const RUNS = 3;
const SETTLE_US = 30e6;
/** Services of equal size; every request visits each once, so every pod has as much to do in a small fleet as in a large one. */
const SERVICES = 10;
const REQUESTS_A_POD = 5;
/** About so many events altogether: a small fleet runs for long, a large one for short. */
const EVENTS = 2e6;
const EVENTS_A_REQUEST = 2 * SERVICES;
const POD_CAPACITY = 110;

/** Times a whole session, telemetry on, of a fleet with so many pods at constant load a pod. @param pods a multiple of ten, at most 10,000 */
export function benchPods(pods: number): PodsBench {
  const requestsPerSecond = (pods / SERVICES) * REQUESTS_A_POD;
  const seconds = Math.max(10, Math.round(EVENTS / EVENTS_A_REQUEST / requestsPerSecond));
  const scenario = fleetScenario(fleetOf(pods, requestsPerSecond));
  const session = createSession(scenario, 1);
  // nobody arrives before play; in its first half minute every series is there
  let untilUs = scenario.warmupUs + SETTLE_US;
  session.advance(untilUs);
  const rates: number[] = [];
  const first = session.outcome().events;
  for (let run = 0; run < RUNS; run++) {
    const before = session.outcome().events;
    const began = performance.now();
    untilUs += seconds * 1e6;
    session.advance(untilUs);
    rates.push(Math.round((session.outcome().events - before) / ((performance.now() - began) / 1000)));
  }
  const events = session.outcome().events - first;
  const residentMiB = Math.round(process.memoryUsage().rss / 1024 / 1024);
  return { pods, requestsPerSecond, simulatedSeconds: seconds, events, eventsPerSecond: spreadOf(rates), residentMiB };
}

function fleetOf(pods: number, requestsPerSecond: number): string {
  const nodes = Math.ceil((pods * 1.1) / POD_CAPACITY);
  const service = (name: string, steps: readonly string[]): string =>
    `  - {name: ${name}, replicas: ${pods / SERVICES}, workers: 200, cores: 2, cpu: {request: 100m, limit: 1}, readiness: {path: /ready, servedBy: management}, endpoints: [{route: /job, steps: [${steps.join(', ')}]}]}`;
  const work = '{compute: {exponential: 2ms}}';
  const others = Array.from({ length: SERVICES - 1 }, (_, i) => `work-${i + 1}`);
  return `schemaVersion: 1
name: grown
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: ${nodes}, cpu: 100, memory: 400Gi, podCapacity: ${POD_CAPACITY}}]
services:
${service('entry', [work, ...others.map((name) => `{call: {service: ${name}, route: /job, timeout: 2s}}`)])}
${others.map((name) => service(name, [work])).join('\n')}
loadBalancer: {name: edge, host: bench.example, service: entry, hop: 1ms}
clients: [{name: users, hop: 0s, timeout: 30s, routes: [{route: /job, perSecond: ${requestsPerSecond}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
slos: [{route: /job, kind: availability, noun: jobs, objective: 99.9%}]
`;
}
