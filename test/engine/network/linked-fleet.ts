import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import type { Recorder } from '../../../src/contract/records.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { hashWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** Two zones of two machines. The entry reads a cache, calls a station, and the station asks a database, straight or through a pooler. All times are constant. */
export interface Linked {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  /** Runs until so many seconds after the first arrivals. */
  until(seconds: number): void;
  execute(command: FleetCommand): string;
  digest(): string;
  /** Milliseconds of the spans of one operation that began within some seconds, in order of their beginning. */
  spans(operation: RegExp, from: number, to: number): readonly number[];
}

export interface LinkedOptions {
  /** Keys of the fleet. */
  readonly network?: string;
  readonly pooled?: boolean;
  /** Further keys of the call. */
  readonly policy?: string;
  readonly perSecond?: number;
  readonly runtime?: string;
}

const fleet = ({ network = '', pooled = false, policy = '', perSecond = 50, runtime = 'java' }: LinkedOptions): string => `schemaVersion: 1
name: linked
regions: [{name: here, zones: [here-a, here-b], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    runtime: envoy
    replicas: 4
    workers: 10000
    cores: 100
    cpu: {request: 100m, limit: 1}
    keepAlive: {idleTimeout: 620s}
    readiness: {path: /ready, period: 5s, servedBy: management}
    startup: 1s
    imagePull: 1s
    endpoints: [{route: /job, steps: [{call: {service: station, route: /work${policy}}}]}]
  - name: station
    runtime: ${runtime}
    replicas: 4
    workers: 10000
    cores: 100
    cpu: {request: 100m, limit: 1}
    readiness: {path: /ready, period: 5s, servedBy: management}
    startup: 1s
    imagePull: 1s
    pools: [{name: HikariPool-1, kind: hikaricp, target: ${pooled ? 'bouncer' : 'store'}, database: app, user: app, application: station, size: 20, minIdle: 4, acquireTimeout: 5s, socketTimeout: 10s}]
    endpoints:
      - route: /work
        steps:
          - {compute: {constant: 2ms}}
          - {cache: {name: hot, keys: {count: 10, exponent: 1}, onMiss: [{query: {pool: HikariPool-1, statement: "SELECT * FROM things WHERE id = $1", table: things, time: {constant: 3ms}}}]}}
databases: [{name: store, zone: here-a, host: 10.9.0.2, databases: [app], cores: 8, connect: 5ms, tables: [{database: app, name: things, rows: 1000, size: 1Mi}]}]
${pooled ? 'poolers: [{name: bouncer, database: store, defaultPoolSize: 10}]' : ''}
caches: [{name: hot, capacityKeys: 1, ttl: 1ms, time: {constant: 1ms}}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 30s, hop: 1ms, logSampleRate: 100%}
clients: [{name: users, hop: 0s, timeout: 20s, routes: [{route: /job, perSecond: ${perSecond}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
slos: [{route: /job, kind: availability, noun: jobs, objective: 99%}]
${network}
`;

export function linkedFleet(options: LinkedOptions = {}, seed = 3): Linked {
  const scenario = fleetScenario(fleet(options));
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const seen: { readonly operation: string; readonly startUs: number; readonly endUs: number }[] = [];
  const names: string[] = [''];
  const watching: Recorder = {
    ...recorder,
    intern(text) {
      const at = recorder.intern(text);
      names[at] = text;
      return at;
    },
    span(...args) {
      seen.push({ operation: `${args[4]} ${names[args[5]] ?? ''}`, startUs: args[7] - scenario.warmupUs, endUs: args[8] - scenario.warmupUs });
      recorder.span(...args);
    },
  };
  const engine = createEngine(scenario, seed, watching, { onScrape: () => undefined, onTimeline: () => undefined });
  return {
    engine,
    recorder,
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    execute(command) {
      const result = engine.execute(command, 'scenario');
      return result.ok ? '' : result.refusal.message;
    },
    digest() {
      const hasher = new Hasher();
      hashWorld(engine.world, hasher);
      return hasher.digest();
    },
    spans: (operation, from, to) =>
      seen
        .filter((one) => operation.test(one.operation) && one.startUs >= from * 1e6 && one.startUs < to * 1e6)
        .sort((a, b) => a.startUs - b.startUs)
        .map(({ startUs, endUs }) => (endUs - startUs) / 1000),
  };
}
