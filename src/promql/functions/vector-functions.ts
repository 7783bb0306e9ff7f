import { unwrap } from '../ast.ts';
import { instantVector } from '../selectors.ts';
import { ABSENT, column, type Value, type VectorSeries } from '../value.ts';
import { clampTo, elementWise, roundTo } from './element-wise.ts';
import { type FunctionCall, type PromqlFunction, scalarArgument, vectorArgument } from './function-call.ts';
import { ascending } from './quantile.ts';

/** Applies to every present value; the result loses its name. */
export function mapValues(series: readonly VectorSeries[], apply: (value: number, step: number) => number): Value {
  return {
    kind: 'vector',
    series: series.map((one) => ({
      labels: one.labels,
      dropName: true,
      values: one.values.map((value, step) => (value === ABSENT ? ABSENT : apply(value, step))),
    })),
  };
}

function clamp(call: FunctionCall): Value {
  const low = call.node.func === 'clamp_max' ? null : scalarArgument(call, 1);
  const high = call.node.func === 'clamp_min' ? null : scalarArgument(call, call.node.func === 'clamp' ? 2 : 1);
  return mapValues(vectorArgument(call, 0), (value, step) => {
    const least = low === null ? -Infinity : low[step];
    const most = high === null ? Infinity : high[step];
    return least > most ? ABSENT : clampTo(value, least, most);
  });
}

function round(call: FunctionCall): Value {
  const unit = call.node.args.length > 1 ? scalarArgument(call, 1) : null;
  return mapValues(vectorArgument(call, 0), (value, step) => roundTo(value, unit === null ? 1 : unit[step]));
}

/** Order is visible only at one instant; a range query has none. NaN comes last both ways. */
function sort(call: FunctionCall): Value {
  const series = [...vectorArgument(call, 0)];
  if (call.evaluation.times.length > 1) {
    call.evaluation.remarks.warn('sort is ineffective for range queries since results are always ordered by labels', call.node.from);
    return { kind: 'vector', series };
  }
  const descending = call.node.func === 'sort_desc';
  series.sort((a, b) => {
    const [x, y] = [a.values[0], b.values[0]];
    if (x !== x || y !== y) return (x !== x ? 1 : 0) - (y !== y ? 1 : 0);
    return descending ? ascending(y, x) : ascending(x, y);
  });
  return { kind: 'vector', series, ordered: true };
}

function scalar(call: FunctionCall): Value {
  const series = vectorArgument(call, 0);
  const values = new Float64Array(call.evaluation.times.length).fill(NaN);
  for (let step = 0; step < values.length; step++) {
    let count = 0;
    for (const one of series) if (one.values[step] !== ABSENT && ++count === 1) values[step] = one.values[step];
    if (count !== 1) values[step] = NaN;
  }
  return { kind: 'scalar', values };
}

function vector(call: FunctionCall): Value {
  return { kind: 'vector', series: [{ labels: {}, dropName: false, values: scalarArgument(call, 0) }] };
}

/** Of a selector: when its sample was taken. Of anything else: the evaluation time. */
function timestamp(call: FunctionCall): Value {
  const selector = unwrap(call.node.args[0]);
  if (selector.kind === 'vector') {
    const series = instantVector(call.evaluation, selector, 'time');
    return { kind: 'vector', series: series.map((one) => ({ ...one, dropName: true })) };
  }
  return mapValues(vectorArgument(call, 0), (_value, step) => call.evaluation.times[step] / 1_000);
}

export function everyStep(call: FunctionCall, at: (step: number) => number): Float64Array {
  const values = column(call.evaluation.times.length);
  for (let step = 0; step < values.length; step++) values[step] = at(step);
  return values;
}

export const vectorFunctions: Readonly<Record<string, PromqlFunction>> = {
  ...Object.fromEntries(Object.entries(elementWise).map(([name, apply]) => [name, (call: FunctionCall) => mapValues(vectorArgument(call, 0), apply)])),
  clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  round,
  sort,
  sort_desc: sort,
  scalar,
  vector,
  timestamp,
  time: (call) => ({ kind: 'scalar', values: call.evaluation.times.map((ms) => ms / 1_000) }),
  pi: (call) => ({ kind: 'scalar', values: everyStep(call, () => Math.PI) }),
};
