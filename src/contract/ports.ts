import type { Command, Observation } from './commands.ts';
import type { Frame, RibbonSeries } from './frame.ts';
import type { CacheInspection, ClusterInspection, DatabaseInspection, FleetInspection, PoolerInspection } from './inspection.ts';
import type { LoadBalancerInspection } from './inspection-load-balancer.ts';
import type { ChangeRecord, LogFilter, LogLine, Trace, TraceFilter } from './records.ts';
import type { Recording } from './recording.ts';
import type { CommandResult } from './refusals.ts';
import type { NameAnswer, ResolverInspection } from './names.ts';
import type { Epoch, Micros } from './time.ts';

/** The part of AbortSignal we need, so that pure code can name it. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** JSON of the Prometheus HTTP API's `/api/v1/query` and `/query_range`. Sample values are strings, times Unix seconds. */
export type QueryAnswer =
  | {
      readonly status: 'success';
      readonly data:
        | {
            readonly resultType: 'vector';
            readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }[];
          }
        | {
            readonly resultType: 'matrix';
            readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly values: readonly (readonly [number, string])[] }[];
          }
        | { readonly resultType: 'scalar' | 'string'; readonly result: readonly [number, string] };
      readonly warnings?: readonly string[];
      readonly infos?: readonly string[];
    }
  | { readonly status: 'error'; readonly errorType: 'bad_data' | 'execution' | 'timeout' | 'internal'; readonly error: string };

/** What a synthetic request from the shell got back. */
export interface HttpAnswer {
  /** 0 when nothing came back before the timeout. */
  readonly status: number;
  readonly durationUs: Micros;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `resolve` (no such host), `connect` (refused), `timeout`, or '' */
  readonly failure: '' | 'resolve' | 'connect' | 'timeout';
  readonly address: string;
}

/** What an ICMP echo request came to. */
export interface EchoAnswer {
  readonly address: string;
  readonly ttl: number;
  /** null: no answer. */
  readonly rttUs: Micros | null;
}

/**
 * Everything a terminal may see of the fleet and do to it. Asynchronous because the engine runs in another worker; in Node it is
 * in-process. All reads are as of "now" in simulated time.
 */
export interface ShellPort {
  readonly epoch: Epoch;
  now(): Promise<Micros>;
  clusters(): Promise<readonly ClusterInspection[]>;
  /** One cluster, the first unless named. */
  fleet(cluster?: string): Promise<FleetInspection>;
  loadBalancer(): Promise<LoadBalancerInspection>;
  databases(): Promise<readonly string[]>;
  database(name: string): Promise<DatabaseInspection>;
  poolers(): Promise<readonly string[]>;
  pooler(name: string): Promise<PoolerInspection>;
  caches(): Promise<readonly CacheInspection[]>;
  logs(filter: LogFilter): Promise<readonly LogLine[]>;
  trace(traceId: string): Promise<Trace | null>;
  changes(): Promise<readonly ChangeRecord[]>;
  runbooks(): Promise<readonly { readonly name: string; readonly markdown: string }[]>;
  query(expr: string, timeMs?: number): Promise<QueryAnswer>;
  queryRange(expr: string, startMs: number, endMs: number, stepMs: number): Promise<QueryAnswer>;
  /** Metric names, for completion and `promql --list`. */
  metricNames(): Promise<readonly string[]>;
  /** Runs a mutating command now, logged with the line that caused it. */
  execute(command: Command, intent: string): Promise<CommandResult>;
  /** Sends one real request through the simulated fleet; resolves when simulated time has brought the answer. */
  http(target: string, method: string, path: string, timeoutUs: Micros, intent: string): Promise<HttpAnswer>;
  /** A ping from a pod, as the network is now; null where the name cannot be resolved. */
  echo(pod: string, target: string, sequence: number): Promise<EchoAnswer | null>;
  /** What a pod's resolver is told. */
  resolver(): Promise<ResolverInspection>;
  /** A DNS query from a pod, as things are now; null where there is no such pod. */
  askName(pod: string, question: string, sequence: number): Promise<NameAnswer | null>;
  /** Notes that a person looked at something. */
  observe(kind: string, what: string): Promise<void>;
  /** Resolves when simulated time has advanced by `durationUs` (for `sleep`, `watch`, `-f`); rejects when aborted. */
  sleep(durationUs: Micros, cancel?: Cancellation): Promise<void>;
}

/** How far something long has come. */
export interface Progress {
  readonly stage: 'loading' | 'warming-up' | 'replaying' | 'comparing' | 'grading';
  /** 0…1. */
  readonly ratio: number;
  readonly note: string;
}

/** Everything the page asks of a running session, besides what the shell asks. */
export interface SessionPort extends ShellPort {
  play(): Promise<void>;
  pause(): Promise<void>;
  setSpeed(simulatedSecondsPerSecond: number): Promise<void>;
  /** Advances by one scrape interval while paused. */
  step(): Promise<void>;
  ribbon(sli: string, fromUs: Micros, toUs: Micros, stepUs: Micros): Promise<RibbonSeries>;
  traces(filter: TraceFilter): Promise<readonly Trace[]>;
  recording(): Promise<Recording>;
  savePostmortem(markdown: string): Promise<void>;
  /** Frames, a few a second; returns a function that stops them. */
  onFrame(listener: (frame: Frame) => void): () => void;
  /** Tells that the worker behind this port has died, with the reason. */
  onCrash(listener: (reason: string) => void): () => void;
  readonly observations: () => Promise<readonly Observation[]>;
}
