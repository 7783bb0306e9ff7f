import type { Expr, SubqueryExpr } from './ast.ts';
import { lookTime, type RangeSeries, withoutMarkers } from './selectors.ts';
import type { Evaluation, Value } from './value.ts';

/** Resolution of `[1h:]`: Prometheus' global evaluation interval, by default one minute. */
export const DEFAULT_SUBQUERY_STEP_MS = 60_000;

/** Evaluates the inner expression at every multiple of its step that any window of the outer query can hold. */
export function subquerySeries(evaluation: Evaluation, node: SubqueryExpr, evaluateIn: (evaluation: Evaluation, expr: Expr) => Value): RangeSeries[] {
  const stepMs = node.stepMs ?? DEFAULT_SUBQUERY_STEP_MS;
  const earliest = lookTime(evaluation, node.at, node.offsetMs, 0) - node.rangeMs;
  const latest = lookTime(evaluation, node.at, node.offsetMs, evaluation.times.length - 1);
  let first = stepMs * Math.trunc(earliest / stepMs);
  if (first <= earliest) first += stepMs;
  const count = Math.max(0, Math.floor((latest - first) / stepMs) + 1);
  if (count === 0) return [];
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[i] = first + i * stepMs;
  const value = evaluateIn({ ...evaluation, times, stepMs }, node.expr);
  if (value.kind === 'scalar') return [{ labels: {}, dropName: false, timesMs: times, values: value.values }];
  if (value.kind === 'string') return [];
  return value.series.map((series) => ({ labels: series.labels, dropName: series.dropName, ...withoutMarkers(times, series.values) }));
}
