import type { Micros } from './time.ts';

/** Records the engine leaves behind: log rows, spans, changes, Kubernetes events. The engine writes through `Recorder`. */

export const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof LEVELS)[number];
export const DEBUG = 0,
  INFO = 1,
  WARN = 2,
  ERROR = 3,
  FATAL = 4;

/** Who writes log lines and spans. */
export interface Source {
  readonly service: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
  readonly zone: string;
  readonly region: string;
  readonly version: string;
  readonly ip: string;
}

export const SPAN_SERVER = 2,
  SPAN_CLIENT = 3,
  SPAN_INTERNAL = 1,
  SPAN_CONSUMER = 5;

/**
 * Where the engine writes. Called on the per-request path: numbers only, no allocation. Strings are interned once (`intern`) and
 * passed by id; id 0 is the empty string. `traceHi`/`traceLo` are the request's 64-bit key; the shown trace id is 32 hex digits
 * derived from it.
 */
export interface Recorder {
  intern(text: string): number;
  source(source: Source): number;
  /** A log row: template from `log-templates.ts`, five integer arguments as the template defines them. Trace 0/0: none. */
  log(
    tUs: Micros,
    source: number,
    level: number,
    template: number,
    traceHi: number,
    traceLo: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
  ): void;
  /**
   * A finished span. `operation` and `errorType` are interned; `status` is an HTTP status or 0; `parent` 0 is the root.
   * Span ids are unique within a trace only.
   */
  span(
    traceHi: number,
    traceLo: number,
    id: number,
    parent: number,
    kind: number,
    operation: number,
    source: number,
    startUs: Micros,
    endUs: Micros,
    status: number,
    errorType: number,
    attempt: number,
  ): void;
  /** The root of a trace is finished: the store decides whether to keep it (errors, slow ones, a sample). Later spans of a kept trace are kept. */
  traceFinished(traceHi: number, traceLo: number, rootOperation: number, startUs: Micros, endUs: Micros, status: number): void;
  change(change: ChangeRecord): void;
  event(event: KubeEvent): void;
}

/** A line of the change feed. */
export interface ChangeRecord {
  readonly atUs: Micros;
  readonly kind: 'deploy' | 'config' | 'flag' | 'migration' | 'scale' | 'job' | 'restart' | 'database' | 'notice';
  /** Service, database or flag it touched. */
  readonly subject: string;
  /** e.g. `playlist v2.41.0`, `home.recs on`, `web-api 3 to 4 replicas`. */
  readonly title: string;
  readonly detail: string;
  readonly actor: string;
  /** How it is taken back, when there is a plain way: a shell line. */
  readonly undo?: string;
}

/** A Kubernetes event as kept by the API server (aggregated by object, reason and message; TTL 1 h). */
export interface KubeEvent {
  /** Of the cluster. */
  readonly region: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly objectKind: string;
  readonly objectName: string;
  /** e.g. `kubelet`, `default-scheduler`, `deployment-controller`. */
  readonly component: string;
  readonly host: string;
  readonly firstUs: Micros;
  readonly lastUs: Micros;
  readonly count: number;
}

/** A log line as read. */
export interface LogLine {
  /** Stable and ascending; use it to page. */
  readonly id: number;
  readonly tUs: Micros;
  readonly unixMs: number;
  readonly level: Level;
  readonly service: string;
  readonly pod: string;
  readonly container: string;
  /** 32 hex digits or ''. */
  readonly traceId: string;
  /** The line as the program wrote it, time stamp included where the real format has one. */
  readonly text: string;
}

export interface LogFilter {
  readonly services?: readonly string[];
  readonly pods?: readonly string[];
  /** Least severe level shown. */
  readonly minLevel?: Level;
  /** Case-insensitive substring of the rendered line. */
  readonly text?: string;
  readonly traceId?: string;
  readonly fromUs?: Micros;
  readonly toUs?: Micros;
  /** Only lines with id > afterId (for following). */
  readonly afterId?: number;
  readonly limit: number;
  /** `newest`: the last `limit` matches; `oldest`: the first. Result is always ascending in time. */
  readonly take: 'newest' | 'oldest';
}

export interface Span {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly service: string;
  readonly pod: string;
  readonly version: string;
  readonly startUs: Micros;
  readonly endUs: Micros;
  /** HTTP status, 0 when there was none. */
  readonly status: number;
  /** OTel `error.type`, '' when none. */
  readonly errorType: string;
  /** `http.request.resend_count`; 0 on the first attempt. */
  readonly attempt: number;
}

export interface Trace {
  readonly traceId: string;
  readonly rootName: string;
  readonly startUs: Micros;
  readonly endUs: Micros;
  readonly status: number;
  /** Why it was kept. */
  readonly kept: 'error' | 'slow' | 'sample';
  readonly spans: readonly Span[];
}

export interface TraceFilter {
  readonly service?: string;
  readonly minDurationUs?: Micros;
  readonly errorsOnly?: boolean;
  /** Started in this span of time. */
  readonly fromUs?: Micros;
  readonly toUs?: Micros;
  /** Over by then, so that it could be known. */
  readonly endedByUs?: Micros;
  readonly limit: number;
}
