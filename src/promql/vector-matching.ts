import type { Labels } from '../contract/metrics.ts';
import { type BinaryExpr, type BinaryOp, isComparison, type VectorMatching } from './ast.ts';
import { keyOf, keyOn, only, withLabel, without } from './label-sets.ts';
import { operation } from './operators.ts';
import { ABSENT, column, hasValue, PromqlExecutionError, type VectorSeries } from './value.ts';
import { showFullLabels } from './show-labels.ts';

/** What two series must share to be matched. */
export function signatureOf(matching: VectorMatching): (labels: Labels) => string {
  if (matching.on) return (labels) => keyOn(labels, matching.labels);
  const ignored = [...matching.labels, '__name__'];
  return (labels) => keyOf(without(labels, ignored));
}

interface MatchGroup {
  readonly one: VectorSeries[];
  readonly many: VectorSeries[];
}

/** Vector-to-vector arithmetic and comparison (promql/engine.go VectorBinop), all steps at once. */
export function vectorBinary(node: BinaryExpr, left: readonly VectorSeries[], right: readonly VectorSeries[], steps: number): VectorSeries[] {
  const { matching } = node;
  const swapped = matching.group === 'one-to-many';
  const sign = signatureOf(matching);
  const groups = new Map<string, MatchGroup>();
  for (const series of swapped ? left : right) {
    const key = sign(series.labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { one: [series], many: [] });
    else group.one.push(series);
  }
  for (const series of swapped ? right : left) groups.get(sign(series.labels))?.many.push(series);
  const apply = operation(node.op, node.bool);
  const results = new Map<string, VectorSeries>();
  for (const group of groups.values()) if (group.many.length > 0) matchGroup(node, group, swapped, steps, apply, results);
  return [...results.values()].filter((series) => hasValue(series.values));
}

function matchGroup(
  node: BinaryExpr,
  group: MatchGroup,
  swapped: boolean,
  steps: number,
  apply: (a: number, b: number) => number,
  results: Map<string, VectorSeries>,
): void {
  const ones = new Int32Array(steps).fill(-1);
  group.one.forEach((series, number) => {
    for (let step = 0; step < steps; step++) {
      if (series.values[step] === ABSENT) continue;
      if (ones[step] >= 0) throw duplicateOnOneSide(node, group.one[ones[step]].labels, series.labels, swapped);
      ones[step] = number;
    }
  });
  const oneToOne = node.matching.group === 'one-to-one';
  const matched = new Uint8Array(steps);
  for (const many of group.many) {
    // Usually one series on the one side: its result labels are made once.
    const outputs: (VectorSeries | undefined)[] = [];
    for (let step = 0; step < steps; step++) {
      const number = ones[step];
      const value = many.values[step];
      if (number < 0 || value === ABSENT) continue;
      const other = group.one[number].values[step];
      // Two matches are an error even when the comparison would filter them away.
      if (oneToOne && group.many.length > 1) {
        if (matched[step] === 1) throw new PromqlExecutionError('multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)');
        matched[step] = 1;
      }
      const result = swapped ? apply(other, value) : apply(value, other);
      if (result === ABSENT) continue;
      const output = (outputs[number] ??= outputFor(node, many, group.one[number], steps, results));
      if (!oneToOne && output.values[step] !== ABSENT)
        throw new PromqlExecutionError('multiple matches for labels: grouping labels must ensure unique matches');
      output.values[step] = result;
    }
  }
}

function outputFor(node: BinaryExpr, many: VectorSeries, one: VectorSeries, steps: number, results: Map<string, VectorSeries>): VectorSeries {
  const labels = resultLabels(node.op, node.matching, many.labels, one.labels);
  const dropName = node.bool || many.dropName;
  const key = `${dropName ? 1 : 0}${keyOf(labels)}`;
  let output = results.get(key);
  if (output === undefined) results.set(key, (output = { labels, dropName, values: column(steps) }));
  return output;
}

function resultLabels(op: BinaryOp, matching: VectorMatching, many: Labels, one: Labels): Labels {
  let labels = isComparison(op) ? many : without(many, ['__name__']);
  if (matching.group === 'one-to-one') labels = matching.on ? only(labels, matching.labels) : without(labels, matching.labels);
  for (const name of matching.include) labels = withLabel(labels, name, one[name] ?? '');
  return labels;
}

function duplicateOnOneSide(node: BinaryExpr, first: Labels, second: Labels, swapped: boolean): PromqlExecutionError {
  const { matching } = node;
  const shared = matching.on ? only(first, matching.labels) : without(first, [...matching.labels, '__name__']);
  const pair = [first, second].map(showFullLabels).sort().join(', ');
  return new PromqlExecutionError(
    `found duplicate series for the match group ${showFullLabels(shared)} on the ${swapped ? 'left' : 'right'} hand-side of the operation: [${pair}]` +
      ';many-to-many matching not allowed: matching labels must be unique on one side',
  );
}
