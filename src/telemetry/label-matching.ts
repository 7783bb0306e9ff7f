import { anchoredRegExp } from '../base/re2.ts';
import type { Labels, Matcher } from '../contract/metrics.ts';

export type LabelTest = (value: string) => boolean;

/** Regular expressions are anchored on both ends, as in Prometheus. @throws Re2SyntaxError if one does not compile. */
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
