import { anchoredRegExp } from '../../base/re2.ts';
import { withLabel } from '../label-sets.ts';
import { mergeDisjoint } from '../merge-series.ts';
import { PromqlExecutionError, type Value, type VectorSeries } from '../value.ts';
import { type FunctionCall, type PromqlFunction, stringArgument, vectorArgument } from './function-call.ts';

/** Go refuses names that are not UTF-8; broken bytes of a literal have become U+FFFD by now. */
function isLabelName(name: string): boolean {
  return name !== '' && !name.includes('\ufffd');
}

function relabel(call: FunctionCall, target: string, valueFor: (series: VectorSeries) => string | null): Value {
  return {
    kind: 'vector',
    series: mergeDisjoint(
      vectorArgument(call, 0).map((one) => {
        const value = valueFor(one);
        if (value === null) return one;
        return { ...one, labels: withLabel(one.labels, target, value), dropName: target === '__name__' ? false : one.dropName };
      }),
    ),
  };
}

function labelReplace(call: FunctionCall): Value {
  const [target, replacement, source, regex] = [1, 2, 3, 4].map((i) => stringArgument(call, i));
  let pattern: RegExp;
  try {
    pattern = anchoredRegExp(regex);
  } catch {
    throw new PromqlExecutionError(`invalid regular expression in label_replace(): ${regex}`);
  }
  if (!isLabelName(target)) throw new PromqlExecutionError(`invalid destination label name in label_replace(): ${target}`);
  return relabel(call, target, (series) => {
    const match = pattern.exec(series.labels[source] ?? '');
    return match === null ? null : expand(replacement, match);
  });
}

/** Go's regexp.Expand: `$1`, `${1}`, `$name`, `${name}`, `$$`; an unknown group is empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced: string | undefined, bare: string | undefined) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}

function labelJoin(call: FunctionCall): Value {
  const target = stringArgument(call, 1);
  const separator = stringArgument(call, 2);
  const sources = call.node.args.slice(3).map((_, i) => stringArgument(call, i + 3));
  if (!isLabelName(target)) throw new PromqlExecutionError(`invalid destination label name in label_join(): ${target}`);
  return relabel(call, target, (series) => sources.map((name) => series.labels[name] ?? '').join(separator));
}

export const labelFunctions: Readonly<Record<string, PromqlFunction>> = { label_replace: labelReplace, label_join: labelJoin };
