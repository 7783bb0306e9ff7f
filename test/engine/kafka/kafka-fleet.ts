import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { kafkaOf, lagOf, lostRecords, type GroupState } from '../../../src/engine/kafka/kafka-state.ts';
import type { ScenarioModel } from '../../../src/scenario/model/scenario.ts';
import type { Fault } from '../../../src/contract/faults/fault.ts';
import { createRecorder, type TelemetryRecorder } from '../../../src/telemetry/recorder.ts';

export interface KafkaFleetOptions {
  readonly perSecond?: number;
  readonly partitions?: number;
  readonly replicas?: number;
  /** Steps of a record. */
  readonly steps?: string;
  /** Further keys of `consumes`. */
  readonly consumes?: string;
  /** Keys of the consuming service. */
  readonly service?: string;
  readonly time?: string;
  /** With a region `west` beside `east`, where the cluster is: who consumes there, and the link between the regions. */
  readonly west?: { readonly consumers: string; readonly network?: string };
  readonly faults?: readonly Fault[];
  readonly seed?: number;
}

const fleet = ({
  perSecond = 40,
  partitions = 4,
  replicas = 2,
  steps = '[{compute: {constant: 5ms}}]',
  consumes = '',
  service = '',
  time = '1ms',
  west,
}: KafkaFleetOptions): string => `schemaVersion: 1
name: logged
regions:
  - {name: east, cluster: c-east, zones: [east-a], share: ${west === undefined ? '100%' : '50%'}}
  ${west === undefined ? '' : '- {name: west, cluster: c-west, zones: [west-a], share: 50%}'}
nodePools:
  - {name: pool, region: east, nodesPerZone: 2, cpu: 16, memory: 64Gi}
  ${west === undefined ? '' : '- {name: pool-west, region: west, nodesPerZone: 2, cpu: 16, memory: 64Gi}'}
${west?.network ?? ''}
kafka:
  name: kafka
  ${west === undefined ? '' : 'region: east'}
  time: {constant: ${time}}
  replication: {constant: 0s}
  topics:
    - {name: plays, partitions: ${partitions}}
    - {name: plays.DLT, partitions: 1}
services:
  - name: entry
    ${west === undefined ? '' : 'regions: {east: {replicas: 1}, west: {replicas: 1}}\n    runtime: java'}
    workers: 1000
    cores: 8
    endpoints:
      - {route: /plays, method: POST, steps: [{produce: {topic: plays}}]}
  - name: royalty
    runtime: java
    ${west === undefined ? `replicas: ${replicas}` : `regions: ${west.consumers}`}
    startup: 1s
    imagePull: 1s
    readiness: {path: /ready, period: 2s, servedBy: management}
    ${service}
    consumes:
      topic: plays
      group: royalties
      deadLetterTopic: plays.DLT
      steps: ${steps}
      ${consumes}
loadBalancer: {name: edge, host: edge.example, service: entry, logSampleRate: 0%}
clients:
  - name: users
    hop: 0s
    timeout: 10s
    routes: [{route: /plays, method: POST, perSecond: ${perSecond}}]
    curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]
slos: [{route: /plays, kind: availability, noun: plays, objective: 99%}]
`;

export interface KafkaFleet {
  readonly engine: Engine;
  readonly recorder: TelemetryRecorder;
  readonly scenario: ScenarioModel;
  readonly group: GroupState;
  /** Runs until so many seconds after the first arrivals. */
  until(seconds: number): void;
  lags(): number[];
  produced(): number;
  /** Records the group is not done with. */
  open(): number;
  lost(): number;
  metric(name: string, labels: Readonly<Record<string, string>>): number | undefined;
}

export function kafkaFleet(options: KafkaFleetOptions = {}): KafkaFleet {
  const read = fleetScenario(fleet(options));
  const scenario = { ...read, faults: options.faults ?? [] };
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, options.seed ?? 1, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const { world, instruments } = engine;
  const logs = () => kafkaOf(world).state.topics[0].partitions;
  return {
    engine,
    recorder,
    scenario,
    get group() {
      return kafkaOf(world).state.groups[0];
    },
    until: (seconds) => engine.advance(scenario.warmupUs + seconds * 1e6),
    lags: () => logs().map((_, partition) => lagOf(world, 0, partition)),
    produced: () => logs().reduce((sum, { end }) => sum + end, 0),
    open: () => logs().reduce((sum, { end }, partition) => sum + end - kafkaOf(world).state.groups[0].done[partition], 0),
    lost: () => lostRecords(kafkaOf(world).state.groups[0]),
    metric: (name, labels) => {
      instruments.refreshGauges();
      const at = instruments.descriptors.findIndex(
        (series) => series.name === name && Object.entries(labels).every(([label, value]) => series.labels[label] === value),
      );
      return at < 0 ? undefined : instruments.values[at];
    },
  };
}
