import { type Labels, type Queryable, STALE } from '../contract/metrics.ts';

/**
 * Marks a step at which a series has no value. Values of all steps of a query stand in one column a series, so that operators and
 * functions are plain loops. The same finite number as the staleness marker: no metric takes it.
 */
export const ABSENT = STALE;

export interface VectorSeries {
  readonly labels: Labels;
  /** The metric name goes when the query is done (Prometheus' delayed name removal), not before: label_replace may still read it. */
  readonly dropName: boolean;
  /** One value a step, or ABSENT. */
  readonly values: Float64Array;
}

export type Value =
  | { readonly kind: 'scalar'; readonly values: Float64Array }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'vector'; readonly series: readonly VectorSeries[] /** Order matters (sort, topk at an instant). */; readonly ordered?: boolean };

/** Remarks that do not stop a query: what Prometheus answers as `warnings` and `infos`. */
export interface Remarks {
  warn(text: string, at: number): void;
  info(text: string, at: number): void;
}

/** The steps one expression is evaluated at, and where it reads. A subquery evaluates its inner expression in one of its own. */
export interface Evaluation {
  readonly queryable: Queryable;
  /** Unix milliseconds of each step. */
  readonly times: Float64Array;
  readonly stepMs: number;
  /** Start and end of the whole query, for `@ start()` and `@ end()`. */
  readonly queryStartMs: number;
  readonly queryEndMs: number;
  readonly lookbackMs: number;
  readonly remarks: Remarks;
}

/** A query that was read but cannot be answered. `message` as Prometheus words it. */
export class PromqlExecutionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PromqlExecutionError';
  }
}

export function column(steps: number): Float64Array<ArrayBuffer> {
  return new Float64Array(steps).fill(ABSENT);
}

export function hasValue(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== ABSENT) return true;
  return false;
}
