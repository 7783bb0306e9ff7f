import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** Two regions of equal traffic, 40 GET and 10 POST a second altogether, behind one load balancer whose every request is logged. */
export interface Edge {
  readonly engine: Engine;
  /** Lines of the load balancer: status, details, backend's address and seconds taken. */
  lines(): readonly {
    readonly method: string;
    readonly status: number;
    readonly details: string;
    readonly seconds: number;
    readonly atUs: number;
    readonly ip: string;
  }[];
  /** Runs until so many seconds after the first arrivals. */
  until(seconds: number): void;
  readonly recorder: TelemetryRecorder;
}

export interface EdgeOptions {
  /** Keys of the service, as in a fleet file. */
  readonly service?: string;
  /** Keys of the load balancer. */
  readonly edge?: string;
  readonly replicas?: number;
  /** How long a request takes in the pod. */
  readonly work?: string;
  readonly cores?: number;
  readonly clientHop?: string;
}

const fleet = ({ service = '', edge = '', replicas = 2, work = '2ms', cores = 8, clientHop = '0s' }: EdgeOptions): string => `schemaVersion: 1
name: edged
clusterName: c-east
regions:
  - {name: east, zones: [east-a], share: 50%, pointsOfPresence: [{name: near-east, share: 100%, hop: 5ms, proxies: 4}]}
  - {name: west, cluster: c-west, zones: [west-a], share: 50%, pointsOfPresence: [{name: near-west, share: 100%, hop: 5ms, proxies: 4}]}
nodePools:
  - {name: pool-east, region: east, nodesPerZone: 2, cpu: 4, memory: 16Gi}
  - {name: pool-west, region: west, nodesPerZone: 2, cpu: 4, memory: 16Gi}
services:
  - name: entry
    runtime: envoy
    workers: 1000
    cores: ${cores}
    cpu: {request: 100m, limit: 1}
    regions: {east: {replicas: ${replicas}}, west: {replicas: ${replicas}}}
    keepAlive: {idleTimeout: 620s}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    ${service}
    endpoints:
      - {route: /job, steps: [{compute: {constant: ${work}}}]}
      - {route: /job, method: POST, steps: [{compute: {constant: ${work}}}]}
loadBalancer: {name: edge, host: edge.example, service: entry, betweenRegions: 40ms, logSampleRate: 100%${edge}}
clients:
  - name: users
    hop: ${clientHop}
    timeout: 10s
    routes: [{route: /job, perSecond: 40}, {route: /job, method: POST, perSecond: 10}]
    curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]
slos: [{route: /job, kind: availability, noun: jobs, objective: 99%}]
`;

export function twoRegions(options: EdgeOptions = {}, seed = 1): Edge {
  const scenario = fleetScenario(fleet(options));
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    lines: () =>
      recorder.logs({ services: ['edge'], take: 'newest', limit: 1e6 }).map(({ text, tUs }) => {
        const { httpRequest, jsonPayload } = JSON.parse(text) as {
          readonly httpRequest: { readonly requestMethod: string; readonly status: number; readonly latency: string; readonly serverIp?: string };
          readonly jsonPayload: { readonly statusDetails: string };
        };
        return {
          method: httpRequest.requestMethod,
          status: httpRequest.status,
          details: jsonPayload.statusDetails,
          seconds: Number(httpRequest.latency.slice(0, -1)),
          atUs: tUs - scenario.warmupUs,
          ip: httpRequest.serverIp ?? '',
        };
      }),
  };
}

/** How often each text occurs. */
export function tally(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}
