import type { AggregateExpr } from './ast.ts';
import { groupSeries } from './aggregation.ts';
import { formatNumber } from './format-number.ts';
import { keyOf, withLabel } from './label-sets.ts';
import { ABSENT, column, hasValue, PromqlExecutionError, type VectorSeries } from './value.ts';

/** topk and bottomk: at each step the k largest (smallest) of each group, with their own labels. NaN ranks last. */
export function rank(node: AggregateExpr, series: readonly VectorSeries[], k: Float64Array, steps: number): VectorSeries[] {
  const largest = node.op === 'topk';
  const before = (a: number, b: number): number => {
    if (a !== a || b !== b) return (a !== a ? 1 : 0) - (b !== b ? 1 : 0);
    return (largest ? b - a : a - b) || 0;
  };
  for (const value of k) {
    if (value !== value) throw new PromqlExecutionError('Parameter value is NaN');
    if (value >= 9.223372036854775807e18) throw new PromqlExecutionError(`Scalar value ${formatNumber(value)} overflows int64`);
    if (value <= -9.223372036854775808e18) throw new PromqlExecutionError(`Scalar value ${formatNumber(value)} underflows int64`);
  }
  const out: VectorSeries[] = [];
  // Prometheus meets series in label order and keeps the first of equals.
  const ordered = [...series].sort((a, b) => (keyOf(a.labels) < keyOf(b.labels) ? -1 : 1));
  for (const group of groupSeries(node, ordered)) {
    const kept = group.members.map(() => column(steps));
    let order = group.members.map((_, number) => number);
    for (let step = 0; step < steps; step++) {
      const present = group.members.map((_, number) => number).filter((number) => group.members[number].values[step] !== ABSENT);
      present.sort((a, b) => before(group.members[a].values[step], group.members[b].values[step]));
      for (const number of present.slice(0, Math.max(0, Math.trunc(k[step])))) kept[number][step] = group.members[number].values[step];
      if (steps === 1) order = present;
    }
    for (const number of order) if (hasValue(kept[number])) out.push({ ...group.members[number], values: kept[number] });
  }
  return out;
}

/** count_values: how many series of a group have each value, the value in a label. */
export function countValues(node: AggregateExpr, series: readonly VectorSeries[], label: string, steps: number): VectorSeries[] {
  if (label === '') throw new PromqlExecutionError(`invalid label name "${label}"`);
  const out = new Map<string, VectorSeries>();
  for (const group of groupSeries(node, series)) {
    for (const member of group.members) {
      for (let step = 0; step < steps; step++) {
        const value = member.values[step];
        if (value === ABSENT) continue;
        const labels = withLabel(group.labels, label, formatNumber(value));
        const key = keyOf(labels);
        let counted = out.get(key);
        if (counted === undefined) out.set(key, (counted = { labels, dropName: false, values: column(steps) }));
        counted.values[step] = counted.values[step] === ABSENT ? 1 : counted.values[step] + 1;
      }
    }
  }
  return [...out.values()];
}
