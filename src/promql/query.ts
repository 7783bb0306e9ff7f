import type { Labels, Queryable } from '../contract/metrics.ts';
import { type Expr, unwrap } from './ast.ts';
import { evaluateExpr } from './evaluate.ts';
import { keyOf, without } from './label-sets.ts';
import { mergeDisjoint } from './merge-series.ts';
import { lookTime, matrixSeries, type RangeSeries } from './selectors.ts';
import { subquerySeries } from './subquery.ts';
import { ABSENT, type Evaluation, PromqlExecutionError, type Remarks, type VectorSeries } from './value.ts';

/** Prometheus' default for --query.lookback-delta. */
export const LOOKBACK_MS = 300_000;

export interface ResultSeries {
  readonly labels: Labels;
  /** Parallel: Unix milliseconds and values. */
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

export type InstantResult =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'vector'; readonly series: readonly { readonly labels: Labels; readonly value: number }[] }
  | { readonly kind: 'matrix'; readonly series: readonly ResultSeries[] };

function evaluationAt(queryable: Queryable, times: Float64Array, stepMs: number, remarks: Remarks): Evaluation {
  return { queryable, times, stepMs, queryStartMs: times[0], queryEndMs: times[times.length - 1], lookbackMs: LOOKBACK_MS, remarks };
}

/** One instant. Series come in label order unless sort, topk or bottomk ordered them. @throws PromqlExecutionError. */
export function evaluateInstant(queryable: Queryable, expr: Expr, timeMs: number, remarks: Remarks): InstantResult {
  const evaluation = evaluationAt(queryable, Float64Array.of(timeMs), 1, remarks);
  const whole = unwrap(expr);
  if (whole.kind === 'matrix' || whole.kind === 'subquery') return { kind: 'matrix', series: rangeVector(evaluation, whole) };
  const value = evaluateExpr(evaluation, expr);
  if (value.kind === 'scalar') return { kind: 'scalar', value: value.values[0] };
  if (value.kind === 'string') return { kind: 'string', text: value.text };
  const series = named(value.series).map(({ labels, values }) => ({ labels, value: values[0] }));
  return { kind: 'vector', series: value.ordered === true ? series : series.sort(byLabels) };
}

/** Every step from start to end, both included. A scalar becomes one series without labels. @throws PromqlExecutionError. */
export function evaluateRange(queryable: Queryable, expr: Expr, startMs: number, endMs: number, stepMs: number, remarks: Remarks): ResultSeries[] {
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[i] = startMs + i * stepMs;
  const value = evaluateExpr(evaluationAt(queryable, times, stepMs, remarks), expr);
  if (value.kind === 'string') throw new PromqlExecutionError('invalid expression type "string" for range query, must be Scalar or instant Vector');
  if (value.kind === 'scalar') return [{ labels: {}, timesMs: times, values: value.values }];
  return named(value.series)
    .map((series) => present(series, times))
    .sort(byLabels);
}

function present(series: VectorSeries, times: Float64Array): ResultSeries {
  const keep = series.values.reduce((count, value) => count + (value === ABSENT ? 0 : 1), 0);
  const timesMs = new Float64Array(keep);
  const values = new Float64Array(keep);
  for (let step = 0, k = 0; step < times.length; step++) {
    if (series.values[step] === ABSENT) continue;
    timesMs[k] = times[step];
    values[k++] = series.values[step];
  }
  return { labels: series.labels, timesMs, values };
}

function byLabels(a: { readonly labels: Labels }, b: { readonly labels: Labels }): number {
  const [x, y] = [keyOf(a.labels), keyOf(b.labels)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Drops the names that go (delayed name removal); series that become the same are one, if they never have values at the same step. */
function named(series: readonly VectorSeries[]): VectorSeries[] {
  return mergeDisjoint(series.map((one) => (one.dropName ? { labels: without(one.labels, ['__name__']), dropName: false, values: one.values } : one)));
}

/** A query that is a bare range selector answers with the samples themselves. */
function rangeVector(evaluation: Evaluation, node: Extract<Expr, { kind: 'matrix' | 'subquery' }>): ResultSeries[] {
  const { at, offsetMs } = node.kind === 'matrix' ? node.selector : node;
  const to = lookTime(evaluation, at, offsetMs, 0);
  const from = to - node.rangeMs;
  const series: RangeSeries[] = node.kind === 'matrix' ? matrixSeries(evaluation, node) : subquerySeries(evaluation, node, evaluateExpr);
  return series
    .map((one) => {
      const keep: number[] = [];
      for (let i = 0; i < one.timesMs.length; i++) if (one.timesMs[i] > from && one.timesMs[i] <= to) keep.push(i);
      return {
        labels: one.dropName ? without(one.labels, ['__name__']) : one.labels,
        timesMs: Float64Array.from(keep, (i) => one.timesMs[i]),
        values: Float64Array.from(keep, (i) => one.values[i]),
      };
    })
    .filter((one) => one.timesMs.length > 0)
    .sort(byLabels);
}
