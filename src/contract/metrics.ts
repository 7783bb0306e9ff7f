/** Words shared by whoever stores samples, evaluates PromQL, or reads a metric. */
export type Labels = Readonly<Record<string, string>>;

/**
 * The staleness marker inside our own arrays. Prometheus uses one particular NaN; JavaScript engines may rewrite NaN bits, which
 * would change digests, so a finite value no metric takes stands for it. Never show it; convert at the edges.
 */
export const STALE = -1.797693134862315e308;

export interface Matcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Samples of one series, ascending in time. `values[i]` may be STALE or NaN. Views into a store: do not write, do not keep. */
export interface SeriesSamples {
  readonly labels: Labels;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** What PromQL reads from. */
export interface Queryable {
  /** Series matching all matchers with samples in `fromMs <= t <= toMs` (unix ms). A series without a sample there is left out. */
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): SeriesSamples[];
}

/** What recording rules and `ALERTS` write to. */
export interface Appender {
  append(labels: Labels, timeMs: number, value: number): void;
}

/** What an instrument is and where it is scraped. `le` buckets hold non-cumulative counts; the scraper accumulates them. */
export interface SeriesDescriptor {
  readonly name: string;
  readonly labels: Labels;
  readonly type: 'counter' | 'gauge' | 'bucket';
  /** Index into `Instruments.targets`. */
  readonly target: number;
}

/** One thing Prometheus scrapes: a pod, an exporter, kube-state-metrics, the load balancer's own metrics. */
export interface ScrapeTarget {
  readonly job: string;
  readonly instance: string;
  /** Labels added to every series of the target (job and instance included). */
  readonly labels: Labels;
}

/**
 * The engine's instruments as the scraper sees them: parallel columns, one slot a series. Slots are only ever added; a target that
 * is gone has `up[target] === TARGET_GONE` and its series go stale.
 */
export interface Instruments {
  readonly descriptors: readonly SeriesDescriptor[];
  readonly targets: readonly ScrapeTarget[];
  /** Current value a slot; length >= descriptors.length. May be replaced by a longer array: read it afresh each scrape. */
  readonly values: Float64Array;
  /** Per target: see TARGET_*. */
  readonly up: Uint8Array;
  /** Refreshes gauges that are computed rather than counted; called once before each scrape. */
  refreshGauges(): void;
}

export const TARGET_DOWN = 0;
export const TARGET_UP = 1;
/** Removed from service discovery: series go stale at once, `up` too. */
export const TARGET_GONE = 2;

/** Synchronous reads by the fleet itself (rollout analysis). Implemented by `session`; what players write into rules never reaches it. */
export interface MetricsPort {
  /** First value an expression of the fleet's own configuration yields at an instant; null when it yields none, or is no number. */
  query(expr: string, tUs: number): number | null;
}
