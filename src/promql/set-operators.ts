import type { BinaryExpr } from './ast.ts';
import { keyOf } from './label-sets.ts';
import { ABSENT, column, hasValue, type VectorSeries } from './value.ts';
import { signatureOf } from './vector-matching.ts';

/** `and`, `or`, `unless`: decided at each step by which signatures the other side has there. */
export function setOperation(node: BinaryExpr, left: readonly VectorSeries[], right: readonly VectorSeries[], steps: number): VectorSeries[] {
  const sign = signatureOf(node.matching);
  if (node.op === 'or') return mergeSame([...left, ...filtered(right, presence(left, sign, steps), sign, false)]);
  return filtered(left, presence(right, sign, steps), sign, node.op === 'and');
}

type Sign = (labels: VectorSeries['labels']) => string;

function presence(series: readonly VectorSeries[], sign: Sign, steps: number): Map<string, Uint8Array> {
  const out = new Map<string, Uint8Array>();
  for (const { labels, values } of series) {
    const key = sign(labels);
    let marks = out.get(key);
    if (marks === undefined) out.set(key, (marks = new Uint8Array(steps)));
    for (let step = 0; step < steps; step++) if (values[step] !== ABSENT) marks[step] = 1;
  }
  return out;
}

function filtered(series: readonly VectorSeries[], other: Map<string, Uint8Array>, sign: Sign, keepWhenPresent: boolean): VectorSeries[] {
  const out: VectorSeries[] = [];
  for (const one of series) {
    const marks = other.get(sign(one.labels));
    if (marks === undefined) {
      if (!keepWhenPresent) out.push(one);
      continue;
    }
    const values = one.values.map((value, step) => ((marks[step] === 1) === keepWhenPresent ? value : ABSENT));
    if (hasValue(values)) out.push({ ...one, values });
  }
  return out;
}

/** The same series may come from the left at some steps and from the right at others. */
function mergeSame(series: readonly VectorSeries[]): VectorSeries[] {
  const out = new Map<string, VectorSeries>();
  for (const one of series) {
    const key = `${one.dropName ? 1 : 0}${keyOf(one.labels)}`;
    const known = out.get(key);
    if (known === undefined) {
      out.set(key, one);
      continue;
    }
    const values = column(one.values.length);
    for (let step = 0; step < values.length; step++) values[step] = known.values[step] === ABSENT ? one.values[step] : known.values[step];
    out.set(key, { ...known, values });
  }
  return [...out.values()];
}
