import type { Labels } from '../contract/metrics.ts';
import type { AggregateExpr } from './ast.ts';
import { ascending, quantile } from './functions/quantile.ts';
import { addTo, addToMean, meanOf, newMean, newSum, totalOf } from './functions/sums.ts';
import { keyOf, keyOn, only, without } from './label-sets.ts';
import { ABSENT, column, hasValue, type VectorSeries } from './value.ts';

/** Series that are aggregated together. */
export interface Group {
  readonly labels: Labels;
  /** `by (__name__)` keeps the name only as long as a member keeps it. */
  readonly dropName: boolean;
  readonly members: VectorSeries[];
}

export function groupSeries(node: AggregateExpr, series: readonly VectorSeries[]): Group[] {
  const removed = [...node.grouping, '__name__'];
  const groups = new Map<string, Group>();
  for (const one of series) {
    const key = node.without ? keyOf(without(one.labels, removed)) : keyOn(one.labels, node.grouping);
    const group = groups.get(key);
    if (group !== undefined) group.members.push(one);
    else groups.set(key, { labels: node.without ? without(one.labels, removed) : only(one.labels, node.grouping), dropName: one.dropName, members: [one] });
  }
  return [...groups.values()];
}

/** Folds the present values of one step; `values` holds them in series order, `count` at least 1. */
type Fold = (values: Float64Array, count: number) => number;

function sum(values: Float64Array, count: number): number {
  const total = newSum();
  for (let i = 0; i < count; i++) addTo(total, values[i]);
  return totalOf(total);
}

function mean(values: Float64Array, count: number): number {
  const state = newMean();
  for (let i = 0; i < count; i++) addToMean(state, values[i]);
  return meanOf(state);
}

function variance(values: Float64Array, count: number): number {
  let average = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const delta = values[i] - average;
    average += delta / (i + 1);
    squares += delta * (values[i] - average);
  }
  return squares / count;
}

function least(values: Float64Array, count: number): number {
  let best = values[0];
  for (let i = 1; i < count; i++) if (values[i] < best || best !== best) best = values[i];
  return best;
}

function greatest(values: Float64Array, count: number): number {
  let best = values[0];
  for (let i = 1; i < count; i++) if (values[i] > best || best !== best) best = values[i];
  return best;
}

const folds: Readonly<Record<string, Fold>> = {
  sum,
  avg: mean,
  min: least,
  max: greatest,
  stdvar: variance,
  stddev: (values, count) => Math.sqrt(variance(values, count)),
  count: (_values, count) => count,
  group: () => 1,
};

/** sum, avg, min, max, count, group, stddev, stdvar, quantile. */
export function aggregate(node: AggregateExpr, series: readonly VectorSeries[], parameter: Float64Array | null, steps: number): VectorSeries[] {
  return groupSeries(node, series)
    .map((group) => {
      const values = column(steps);
      const present = new Float64Array(group.members.length);
      const fold = folds[node.op];
      for (let step = 0; step < steps; step++) {
        let count = 0;
        for (const member of group.members) if (member.values[step] !== ABSENT) present[count++] = member.values[step];
        if (count === 0) continue;
        values[step] = fold === undefined ? quantile(parameter?.[step] ?? NaN, present.slice(0, count).sort(ascending)) : fold(present, count);
      }
      return { labels: group.labels, dropName: group.dropName, values };
    })
    .filter((one) => hasValue(one.values));
}
