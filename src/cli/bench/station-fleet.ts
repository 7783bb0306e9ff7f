import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { fleetScenario, rateCurve } from './fleet-scenario.ts';
import type { RateStep } from './rate-table.ts';

/** A queueing network written as a fleet: users ask `entry`, which asks each station in turn. A station is one pod with `servers` workers, first come first served. */
export interface StationFleet {
  readonly stations: number;
  readonly servers: number;
  /** Requests a second, Poisson. */
  readonly arrivals: number;
  /** A station's service time, as scenario files write durations. */
  readonly serviceTime: ServiceTime;
  /** Most requests in a station, waiting and served; null: no limit. */
  readonly capacity: number | null;
  /** How the servers are used: first come first served, the default, or all shared equally by all requests. */
  readonly discipline?: Discipline;
  /** Share of requests that go through all stations again when they have, and so on; 0 without. Told apart up to REPEATS times. */
  readonly feedback?: number;
  /** Lets each station's servers follow their utilisation; `servers` is what it begins with. */
  readonly elastic?: ElasticServers;
  /** Arrivals by time, of which `arrivals` is the most; without, always `arrivals`. */
  readonly rates?: readonly RateStep[];
}

export type Discipline = 'fcfs' | 'ps';

export interface ElasticServers {
  readonly max: number;
  readonly windowSeconds: number;
  readonly high: number;
  readonly low: number;
  readonly cooldownSeconds: number;
}

export type ServiceTime =
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  | { readonly kind: 'deterministic'; readonly meanSeconds: number }
  | { readonly kind: 'lognormal'; readonly meanSeconds: number /** Standard deviation over mean. */; readonly cv: number };

/**
 * Every call has a timeout, as calls in fleets have, and none ever fires: it is as long as the longest session. A shorter one would cut the long sojourns of a
 * busy station off, and what is left would no longer be the queue that was asked for.
 */
const TIMEOUT = '12h';
const NO_LIMIT = 1_000_000;
const MOST_WORKERS = 100_000;
/** Requests in the network: beyond it they are refused where they enter. */
export const MOST_REQUESTS = MOST_WORKERS + NO_LIMIT;
/** At a feedback of a quarter one request in sixteen million would come back once more. */
const REPEATS = 12;
/** 99th percentile of the standard normal distribution. */
const NORMAL_P99 = 2.3263478740408408;

/** The network as a scenario. @throws UsageError when the numbers make no fleet */
export function stationScenario(network: StationFleet): ScenarioModel {
  return fleetScenario(fleetText(network));
}

export function stationNames(stations: number): string[] {
  return Array.from({ length: stations }, (_, i) => `station-${i + 1}`);
}

function fleetText(network: StationFleet): string {
  const names = stationNames(network.stations);
  // where servers are shared nobody waits for one, so the worker is only a place in the station
  const shared = network.discipline === 'ps';
  const workers = shared ? (network.capacity ?? MOST_WORKERS) : network.servers;
  const acceptQueue = network.capacity === null ? NO_LIMIT : network.capacity - workers;
  const station = (name: string): string => `
  - name: ${name}
    workers: ${workers}
    cores: ${Math.max(1, network.servers, network.elastic?.max ?? 1)}
    elasticWorkers: ${elasticText(network.elastic)}
    discipline: ${shared ? 'ps' : 'fcfs'}
    acceptQueue: ${acceptQueue}
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    endpoints: [{route: /work, steps: [{compute: ${durationText(network.serviceTime)}}]}]`;
  const calls = names.map((name) => `{call: {service: ${name}, route: /work, timeout: ${TIMEOUT}}}`);
  return `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: ${network.stations + 1}, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    workers: ${MOST_WORKERS}
    acceptQueue: ${NO_LIMIT}
    cpu: {request: 1, limit: 1}
    memory: {limit: 1024Gi}
    endpoints: [{route: /job, steps: [${stepsText(calls, network.feedback ?? 0, REPEATS)}]}]${names.map(station).join('')}
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: ${TIMEOUT}, hop: 0s, logSampleRate: 0%}
clients:
  - name: jobs
    hop: 0s
    timeout: ${TIMEOUT}
    routes: [{route: /job, perSecond: ${network.arrivals}}]
    curve: ${rateCurve(network.rates ?? [{ atSeconds: 0, perSecond: network.arrivals }], network.arrivals)}
`;
}

function stepsText(calls: readonly string[], feedback: number, repeats: number): string {
  const again = feedback > 0 && repeats > 0 ? [`{sometimes: {share: ${100 * feedback}%, steps: [${stepsText(calls, feedback, repeats - 1)}]}}`] : [];
  return [...calls, ...again].join(', ');
}

function elasticText(elastic: ElasticServers | undefined): string {
  if (elastic === undefined) return 'null';
  const seconds = (value: number): string => `${Math.round(value * 1e6)}us`;
  return `{max: ${elastic.max}, window: ${seconds(elastic.windowSeconds)}, high: ${elastic.high}, low: ${elastic.low}, cooldown: ${seconds(elastic.cooldownSeconds)}}`;
}

function durationText(time: ServiceTime): string {
  const seconds = (value: number): string => `${Number((value * 1e6).toPrecision(12))}us`;
  if (time.kind === 'deterministic') return seconds(time.meanSeconds);
  if (time.kind === 'exponential') return `{exponential: ${seconds(time.meanSeconds)}}`;
  // Mean of a lognormal is median·exp(σ²/2) and its squared coefficient of variation exp(σ²) − 1.
  const variance = Math.log(1 + time.cv ** 2);
  const median = time.meanSeconds / Math.exp(variance / 2);
  return `{lognormal: {p50: ${seconds(median)}, p99: ${seconds(median * Math.exp(NORMAL_P99 * Math.sqrt(variance)))}}}`;
}
