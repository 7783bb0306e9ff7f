import { keyOf } from './label-sets.ts';
import { ABSENT, PromqlExecutionError, type VectorSeries } from './value.ts';

/** Makes one of series that have become the same. @throws PromqlExecutionError if two have a value at the same step. */
export function mergeDisjoint(series: readonly VectorSeries[]): VectorSeries[] {
  const out = new Map<string, VectorSeries>();
  for (const one of series) {
    const key = keyOf(one.labels);
    const known = out.get(key);
    if (known === undefined) {
      out.set(key, one);
      continue;
    }
    const values = known.values.map((value, step) => {
      if (value !== ABSENT && one.values[step] !== ABSENT) throw new PromqlExecutionError('vector cannot contain metrics with the same labelset');
      return value === ABSENT ? one.values[step] : value;
    });
    out.set(key, { ...known, dropName: known.dropName && one.dropName, values });
  }
  return [...out.values()];
}
