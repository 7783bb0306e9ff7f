import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { WalState } from '../../../src/engine/fleet/wal.ts';
import { DATABASE, STATE_NAMES } from '../../../src/engine/machines/lifecycle.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/**
 * Two regions, 40 ms apart, a primary in zone east-b and a replica in the west. Users of both write 20 times and read 20 times a second altogether: writes
 * go to the primary, reads stay in the region.
 */
export const SECOND = 1e6;
export const [MAIN, COPY] = [0, 1];
export const [EAST, WEST] = [0, 1];

export const fleet = (
  options: { readonly pool?: string; readonly end?: number /** Further keys of the two instances. */; readonly main?: string; readonly copy?: string } = {},
): string => `schemaVersion: 1
name: replicated
clusterName: c-east
regions:
  - {name: east, zones: [east-a, east-b], share: 50%}
  - {name: west, cluster: c-west, zones: [west-a], share: 50%}
nodePools:
  - {name: pool-east, region: east, nodesPerZone: 2, cpu: 4, memory: 16Gi}
  - {name: pool-west, region: west, nodesPerZone: 4, cpu: 4, memory: 16Gi}
services:
  - name: entry
    runtime: java
    workers: 1000
    cores: 8
    cpu: {request: 100m, limit: 1}
    regions: {east: {replicas: 2}, west: {replicas: 2}}
    startup: 1s
    imagePull: 1s
    pools:
      - {name: writes, kind: hikaricp, target: main, endpoint: primary, database: app, user: app, application: entry, size: 10, maxLifetime: 60s, acquireTimeout: 5s${options.pool ?? ''}}
      - {name: reads, kind: hikaricp, target: main, endpoint: nearest, database: app, user: app, application: entry, size: 10, acquireTimeout: 5s}
    endpoints:
      - {route: /write, method: POST, steps: [{query: {pool: writes, statement: 'INSERT INTO items VALUES ($1)', table: items, writes: true, time: 2ms}}]}
      - {route: /read, steps: [{query: {pool: reads, statement: 'SELECT * FROM items', table: items, time: 2ms}}]}
databases:
  - {name: main, region: east, zone: east-b, host: 10.1.0.2, version: '15.8', databases: [app], tables: [{database: app, name: items, rows: 1000, size: 1Mi}]${options.main ?? ''}}
  - {name: copy, region: west, replicaOf: main, host: 10.2.0.2, version: '15.8', databases: [app]${options.copy ?? ''}}
loadBalancer: {name: edge, host: edge.example, service: entry, betweenRegions: 40ms, logSampleRate: 100%}
clients:
  - name: users
    hop: 0s
    timeout: 10s
    routes: [{route: /write, method: POST, perSecond: 20}, {route: /read, perSecond: 20}]
    curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}, {at: ${options.end ?? 3600}s, factor: 1}, {at: ${options.end ?? 3600}s1ms, factor: 0}]
`;

export interface Replicated {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  /** Runs until so many seconds after the first arrivals. */
  until(seconds: number): void;
  /** The instance's WAL. */
  wal(database: number): WalState;
  state(database: number): string;
  lines(text: string): string[];
  /** Answers of a region's pods on a route: status and seconds taken, at the load balancer. */
  answers(route: string, region: number): { readonly status: number; readonly seconds: number; readonly atSeconds: number }[];
  /** Open connections of the pools `writes` of a region's pods, by the instance they lead to. */
  writersOf(region: number): number[];
}

export function play(options: Parameters<typeof fleet>[0] = {}, seed = 7): Replicated {
  const scenario = fleetScenario(fleet(options));
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const { world } = engine;
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * SECOND),
    wal: (database) => {
      const wal = world.s.databases[database]?.wal;
      if (!wal) throw new Error('not replicated');
      return wal;
    },
    state: (database) => STATE_NAMES.database[world.s.lifecycles.database.state[database] ?? DATABASE.starting] ?? '',
    lines: (text) =>
      recorder.logs({ services: ['main', 'copy', 'entry'], take: 'newest', limit: 1e6 }).flatMap((line) => (line.text.includes(text) ? [line.text] : [])),
    answers: (route, region) =>
      recorder.logs({ services: ['edge'], take: 'newest', limit: 1e6 }).flatMap(({ text, tUs }) => {
        const { httpRequest } = JSON.parse(text) as {
          readonly httpRequest: { readonly requestUrl: string; readonly status: number; readonly latency: string; readonly serverIp?: string };
        };
        const pod = world.s.pods.find(({ record }) => record.ip === httpRequest.serverIp);
        if (!httpRequest.requestUrl.includes(route) || pod === undefined || world.plan.services[pod.service]?.region !== region) return [];
        return [{ status: httpRequest.status, seconds: Number(httpRequest.latency.slice(0, -1)), atSeconds: (tUs - scenario.warmupUs) / SECOND }];
      }),
    writersOf: (region) => {
      const { pools, pods } = world.s;
      const t = pools.connections;
      const counts = [0, 0];
      for (let connection = 0; connection < t.capacity; connection++) {
        const pool = t.pool[connection] ?? -1;
        if (t.state[connection] === 0 || pools.which[pool] !== 0) continue;
        const service = pods[pools.pod[pool] ?? 0]?.service ?? 0;
        if (world.plan.services[service]?.region === region) counts[t.database[connection] ?? 0]!++;
      }
      return counts;
    },
  };
}
