import type { Command, LoggedCommand, Observation } from '../contract/commands.ts';
import type { Frame, HarmFrame, RibbonSeries } from '../contract/frame.ts';
import type { AlertView, IncidentView } from '../contract/incident.ts';
import type { CacheInspection, DatabaseInspection, ClusterInspection, FleetInspection, PoolerInspection } from '../contract/inspection.ts';
import type { LoadBalancerInspection } from '../contract/inspection-load-balancer.ts';
import type { EchoAnswer, HttpAnswer, QueryAnswer } from '../contract/ports.ts';
import type { ChangeRecord, LogFilter, LogLine, Trace, TraceFilter } from '../contract/records.ts';
import type { Recording } from '../contract/recording.ts';
import type { CommandResult } from '../contract/refusals.ts';
import type { NameAnswer, ResolverInspection } from '../contract/names.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import type { TelemetryRecorder } from '../telemetry/recorder.ts';
import type { Tsdb } from '../telemetry/tsdb.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';

/** A running session, in process and synchronous. Workers and Node wrap it in `contract/ports`. */
export interface Session {
  readonly scenario: ScenarioModel;
  readonly seed: number;
  readonly epoch: Epoch;
  readonly nowUs: Micros;

  /** Runs the simulation up to and including instant `untilUs`. */
  advance(untilUs: Micros): void;
  /** Runs a command at the present instant and logs it, refused or not. */
  execute(command: Command, actor: string, intent?: string): CommandResult;
  observe(kind: string, what: string, actor: string): void;

  frame(clock: { readonly playing: boolean; readonly speed: number; readonly achievedSpeed: number }): Frame;
  ribbon(sli: string, fromUs: Micros, toUs: Micros, stepUs: Micros): RibbonSeries;
  clusters(): readonly ClusterInspection[];
  /** One cluster, the first unless named. @throws Error when there is none of that name */
  fleet(cluster?: string): FleetInspection;
  loadBalancer(): LoadBalancerInspection;
  databases(): readonly string[];
  database(name: string): DatabaseInspection;
  poolers(): readonly string[];
  pooler(name: string): PoolerInspection;
  caches(): readonly CacheInspection[];
  logs(filter: LogFilter): readonly LogLine[];
  trace(traceId: string): Trace | null;
  traces(filter: TraceFilter): readonly Trace[];
  changes(): readonly ChangeRecord[];
  alerts(): readonly AlertView[];
  incident(): IncidentView;
  query(expr: string, timeMs?: number): QueryAnswer;
  queryRange(expr: string, startMs: number, endMs: number, stepMs: number): QueryAnswer;
  metricNames(): readonly string[];
  /** The answer of an http-request command, once simulated time has brought it; null before. `id` comes with the command's result data. */
  echo(pod: string, target: string, sequence: number): EchoAnswer | null;
  resolver(): ResolverInspection;
  askName(pod: string, question: string, sequence: number): NameAnswer | null;
  httpAnswer(id: number): HttpAnswer | null;

  commands(): readonly LoggedCommand[];
  observations(): readonly Observation[];
  setPostmortem(markdown: string): void;
  recording(): Recording;
  /** Everything needed to go on from here; plain data that survives structured clone. */
  checkpoint(): SessionCheckpoint;
  /** Hash of the whole state: engine arrays, queue, random state, samples, alerts, incident. 16 hex digits. */
  digest(): string;
  outcome(): Outcome;
  /** The stores themselves, for exporters. Read only. */
  readonly telemetry: { readonly tsdb: Tsdb; readonly recorder: TelemetryRecorder };
}

export interface SessionCheckpoint {
  readonly simVersion: string;
  readonly scenarioHash: string;
  readonly seed: number;
  readonly atUs: Micros;
  readonly state: unknown;
}

/** What a run came to so far. Times in microseconds of simulated time, absolute. */
export interface Outcome {
  readonly slos: readonly {
    readonly name: string;
    readonly objective: number;
    readonly good: number;
    readonly total: number;
    readonly badSeconds: number;
    readonly budgetSpent: number;
  }[];
  readonly harm: HarmFrame;
  readonly callsPerRequest: number;
  readonly eventsPerRequest: number;
  readonly events: number;
  readonly alerts: readonly { readonly name: string; readonly severity: string; readonly firedUs: Micros; readonly resolvedUs: Micros | null }[];
  /** Where a database is replicated: what promotions have cost. */
  readonly writes: { readonly lost: number; readonly conflicting: number } | null;
  /** Where there is Kafka: records that its groups have skipped or passed over. */
  readonly lostRecords: number | null;
  /** First bad second since play began, null when none. */
  readonly hurtSinceUs: Micros | null;
  /** End of the last bad second if three minutes follow it, else null. */
  readonly recoveredUs: Micros | null;
}
