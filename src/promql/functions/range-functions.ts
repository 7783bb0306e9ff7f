import type { Expr, MatrixSelector, SubqueryExpr } from '../ast.ts';
import { unwrap } from '../ast.ts';
import { formatNumber } from '../format-number.ts';
import { matrixSeries, type RangeSeries } from '../selectors.ts';
import { subquerySeries } from '../subquery.ts';
import { ABSENT, column, hasValue, PromqlExecutionError, type Value } from '../value.ts';
import { overWindows, type WindowFunction } from '../windows.ts';
import { type FunctionCall, type PromqlFunction, scalarArgument } from './function-call.ts';
import { linearRegression, overTimeFunctions } from './over-time.ts';
import { ascending, quantile } from './quantile.ts';
import { rateFunctions } from './rate.ts';

export function rangeArgument(call: FunctionCall, index: number): { readonly range: MatrixSelector | SubqueryExpr; readonly series: RangeSeries[] } {
  const range: Expr = unwrap(call.node.args[index]);
  if (range.kind === 'matrix') return { range, series: matrixSeries(call.evaluation, range) };
  if (range.kind === 'subquery') return { range, series: subquerySeries(call.evaluation, range, call.evaluateIn) };
  throw new PromqlExecutionError(`expected range vector in call to function "${call.node.func}"`);
}

/** The functions whose result is a sample of the series itself, so that it keeps its name. */
const KEEPS_NAME: ReadonlySet<string> = new Set(['last_over_time', 'first_over_time']);
const COUNTER_NAME = /_(total|sum|count|bucket)$/;

function mapWindows(call: FunctionCall, index: number, apply: WindowFunction): Value {
  const { range, series } = rangeArgument(call, index);
  const { func } = call.node;
  const keeps = KEEPS_NAME.has(func);
  const counted = func === 'rate' || func === 'increase';
  const out = [];
  for (const one of series) {
    const values = overWindows(call.evaluation, one, range, apply);
    if (!hasValue(values)) continue;
    const name = one.labels.__name__ ?? '';
    if (counted && name !== '' && !COUNTER_NAME.test(name)) {
      call.evaluation.remarks.info(`metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "${name}"`, call.node.args[index].from);
    }
    out.push({ labels: one.labels, dropName: keeps ? one.dropName : true, values });
  }
  return { kind: 'vector', series: out };
}

function quantileOverTime(call: FunctionCall): Value {
  const q = scalarArgument(call, 0);
  for (const value of q) warnAboutQuantile(call, value);
  return mapWindows(call, 1, (window, step) => quantile(q[step], window.values.slice(window.low, window.high).sort(ascending)));
}

export function warnAboutQuantile(call: Pick<FunctionCall, 'evaluation'> & { readonly node: { readonly args: readonly Expr[] } }, q: number): void {
  if (q >= 0 && q <= 1) return;
  call.evaluation.remarks.warn(`quantile value should be between 0 and 1, got ${formatNumber(q)}`, call.node.args[0].from);
}

function predictLinear(call: FunctionCall): Value {
  const seconds = scalarArgument(call, 1);
  return mapWindows(call, 0, (window, step) => {
    if (window.high - window.low < 2) return ABSENT;
    const { slope, intercept } = linearRegression(window, call.evaluation.times[step]);
    return slope * seconds[step] + intercept;
  });
}

/** 1 at steps where no series has a sample in its window. */
function absentOverTime(call: FunctionCall): Value {
  const { range, series } = rangeArgument(call, 0);
  const values = column(call.evaluation.times.length).fill(1);
  for (const one of series) {
    const present = overWindows(call.evaluation, one, range, () => 1);
    for (let step = 0; step < values.length; step++) if (present[step] !== ABSENT) values[step] = ABSENT;
  }
  return { kind: 'vector', series: hasValue(values) ? [{ labels: absentLabels(range), dropName: false, values }] : [] };
}

/** Labels an absent series would have: those an equality matcher names, unless another matcher names them too. */
export function absentLabels(expr: Expr): Readonly<Record<string, string>> {
  const inner = unwrap(expr);
  const selector = inner.kind === 'matrix' ? inner.selector : inner;
  if (selector.kind !== 'vector') return {};
  const labels: Record<string, string> = {};
  for (const { name, op, value } of selector.matchers) {
    if (name === '__name__') continue;
    const several = selector.matchers.filter((matcher) => matcher.name === name).length > 1;
    if (op === '=' && !several && value !== '') labels[name] = value;
  }
  return labels;
}

const plain =
  (apply: WindowFunction): PromqlFunction =>
  (call) =>
    mapWindows(call, 0, apply);

export const rangeFunctions: Readonly<Record<string, PromqlFunction>> = {
  ...Object.fromEntries(Object.entries({ ...rateFunctions, ...overTimeFunctions }).map(([name, apply]) => [name, plain(apply)])),
  quantile_over_time: quantileOverTime,
  predict_linear: predictLinear,
  absent_over_time: absentOverTime,
};
