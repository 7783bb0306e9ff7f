import type { Labels, Matcher } from '../contract/metrics.ts';

export type LabelTest = (value: string) => boolean;

/**
 * Regular expressions are anchored on both ends and `.` matches a newline, as in Prometheus. RE2's leading flag groups `(?i)` and `(?s)`
 * are moved into the JavaScript flags.
 * @throws SyntaxError if the expression does not compile.
 */
export function anchoredRegExp(source: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const rest = flags === null ? source : source.slice(flags[0].length);
  const insensitive = flags !== null && flags[1].includes('i');
  return new RegExp(`^(?:${rest})$`, insensitive ? 'isu' : 'su');
}

export function testOf(matcher: Matcher): LabelTest {
  const { op, value } = matcher;
  if (op === '=') return (text) => text === value;
  if (op === '!=') return (text) => text !== value;
  const pattern = anchoredRegExp(value);
  return op === '=~' ? (text) => pattern.test(text) : (text) => !pattern.test(text);
}

export function matchesAll(labels: Labels, tests: readonly { readonly name: string; readonly test: LabelTest }[]): boolean {
  for (const { name, test } of tests) if (!test(labels[name] ?? '')) return false;
  return true;
}
