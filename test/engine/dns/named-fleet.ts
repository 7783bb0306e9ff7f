import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import type { Recorder } from '../../../src/contract/records.ts';
import type { DnsState, NameServer } from '../../../src/engine/dns/dns-state.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { hashWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

/** An Envoy calls stations, which call leaves over a new connection each time; CoreDNS has machines of its own. All times are constant. */
export interface NamedOptions {
  readonly runtime?: string;
  /** Keys of `dns`. */
  readonly dns?: string;
  readonly coredns?: number;
  readonly stations?: number;
  readonly perSecond?: number;
  /** Further keys of the call to the leaves. */
  readonly call?: string;
  /** Steps of a station instead of that call; and its pools. */
  readonly steps?: string;
  readonly pools?: string;
  readonly host?: string;
  readonly patience?: string;
  readonly seed?: number;
}

const fleet = ({
  runtime = 'node',
  dns = '',
  coredns = 5,
  stations = 3,
  perSecond = 30,
  call = 'connections: {maxIdle: 0}',
  steps = `[{call: {service: leaf, route: /leaf, timeout: 60s, ${call}}}]`,
  pools = '[]',
  host = 'store-0.sql.example',
}: NamedOptions): string => `schemaVersion: 1
name: named
namespace: prod
regions: [{name: here, zones: [here-a, here-b, here-c], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 4, cpu: 4, memory: 16Gi}]
dns: {service: coredns${dns}}
services:
  - {name: coredns, port: 53, replicas: ${coredns}, workers: 1000, cpu: {request: 3500m, limit: 4}, startup: 1s, imagePull: 1s, readiness: {path: /ready, period: 2s, servedBy: management}}
  - name: entry
    runtime: envoy
    replicas: 1
    workers: 100000
    cores: 100
    cpu: {request: 5m, limit: 1}
    endpoints: [{route: /job, steps: [{call: {service: station, route: /work, timeout: 60s}}]}]
  - name: station
    runtime: ${runtime}
    replicas: ${stations}
    workers: 100000
    cores: 100
    cpu: {request: 5m, limit: 1}
    readiness: {path: /ready, period: 2s, servedBy: management}
    startup: 1s
    imagePull: 1s
    pools: ${pools}
    endpoints: [{route: /work, steps: ${steps}}]
  - name: leaf
    replicas: 2
    workers: 100000
    cores: 100
    cpu: {request: 5m, limit: 1}
    endpoints: [{route: /leaf, steps: [{compute: {constant: 10ms}}]}]
databases: [{name: store, host: ${host}, databases: [app], cores: 8, connect: 5ms, tables: [{database: app, name: things, rows: 1000, size: 1Mi}]}]
poolers: [{name: bouncer, database: store, defaultPoolSize: 10, maxClientConnections: 10000}]
loadBalancer: {name: edge, host: edge.example, service: entry, timeout: 60s, hop: 1ms, logSampleRate: 0%}
clients: [{name: users, hop: 0s, timeout: 60s, routes: [{route: /job, perSecond: ${perSecond}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
slos: [{route: /job, kind: availability, noun: jobs, objective: 99%}]
network: {links: [{from: zone/here-a, to: zone/here-b, delay: 0s}]}
`;

export interface Named {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  readonly beginUs: number;
  readonly dns: DnsState;
  until(seconds: number): void;
  execute(command: FleetCommand): string;
  /** Names of the machines on which pods of a service are. */
  nodesOf(service: string): string[];
  podsOf(service: string): string[];
  servers(): NameServer[];
  digest(): string;
  /** Milliseconds of the stations' calls (or answers) that began within some seconds. */
  spans(operation: RegExp, from: number, to: number): number[];
  metric(name: string, labels?: Readonly<Record<string, string>>): number;
}

export function namedFleet(options: NamedOptions = {}): Named {
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
  const engine = createEngine(scenario, options.seed ?? 3, watching, { onScrape: () => undefined, onTimeline: () => undefined });
  const { world } = engine;
  const podsOf = (service: string) => world.s.services[world.plan.serviceIndex.get(service) ?? -1].endpoints.map((pod) => world.s.pods[pod]);
  return {
    engine,
    recorder,
    beginUs: scenario.warmupUs,
    get dns() {
      if (world.s.dns === undefined) throw new Error('no dns');
      return world.s.dns;
    },
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    execute(command) {
      const result = engine.execute(command, 'test');
      return result.ok ? '' : result.refusal.message;
    },
    nodesOf: (service) => podsOf(service).map(({ record }) => world.nodeNames[record.node]),
    podsOf: (service) => podsOf(service).map(({ record }) => record.name),
    servers: () => world.s.pods.flatMap(({ nameServer }) => nameServer ?? []),
    digest() {
      const hasher = new Hasher();
      hashWorld(world, hasher);
      return hasher.digest();
    },
    spans: (operation, from, to) =>
      seen
        .filter((one) => operation.test(one.operation) && one.startUs >= from * 1e6 && one.startUs < to * 1e6)
        .sort((a, b) => a.startUs - b.startUs)
        .map(({ startUs, endUs }) => (endUs - startUs) / 1000),
    metric(name, labels = {}) {
      engine.instruments.refreshGauges();
      let sum = 0;
      engine.instruments.descriptors.forEach((series, at) => {
        if (series.name === name && Object.entries(labels).every(([label, value]) => series.labels[label] === value)) sum += engine.instruments.values[at];
      });
      return sum;
    },
  };
}
