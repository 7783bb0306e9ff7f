import { describe, expect, it } from 'vitest';
import { parse } from '../../src/promql/parse.ts';
import { PromqlParseError } from '../../src/promql/parse-error.ts';

const messageOf = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof PromqlParseError) return error.message;
    throw error;
  }
  return 'parsed';
};

describe('a query that cannot be read is told where and why', () => {
  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['sum(', '1:5: parse error: unexpected end of input, expected expression, "," or ")"'],
    ['rate(x[5m', '1:10: parse error: unexpected end of input, expected duration such as 5m, then "]"'],
    ['up{job="a"', '1:11: parse error: unexpected end of input, expected label matcher (name, one of = != =~ !~, "text") or "}"'],
    ['up{job="a}', '1:8: parse error: unterminated quoted string "a}'],
    ['up\n  + nosuch(x)', '2:5: parse error: unknown function with name "nosuch"'],
    ['rate(up)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['rate()', '1:1: parse error: expected 1 argument(s) in call to "rate", got 0'],
    ['1 == 2', '1:1: parse error: comparisons between scalars must use BOOL modifier'],
    ['{job=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['up{job=~"a("}', '1:1: parse error: error parsing regexp: invalid expression: `a(`'],
    ['up and on() group_left() down', '1:13: parse error: no grouping allowed for "and" operation'],
    ['topk(up)', '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1'],
    ['(up + up) offset 5m', '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery'],
  ])('%j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });
});

describe('how operators bind', () => {
  it.each([
    ['-2 ^ 2', '-(2 ^ 2)'],
    ['a + b offset 5m', 'a + (b offset 5m)'],
    ['a * b @ 5', 'a * (b @ 5)'],
    ['2.', '2'],
    ['2. * 3', '2 * 3'],
  ])('%s is %s', (text, same) => {
    const shape = (source: string): unknown =>
      JSON.parse(JSON.stringify(parse(source), (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value)));
    const unparen = (node: unknown): unknown => {
      if (node === null || typeof node !== 'object') return node;
      const record = node as Record<string, unknown>;
      if (record.kind === 'paren') return unparen(record.expr);
      return Array.isArray(node) ? node.map(unparen) : Object.fromEntries(Object.entries(record).map(([key, value]) => [key, unparen(value)]));
    };
    // Prometheus does not allow the parentheses around a selector with modifiers to change anything but the order.
    expect(unparen(shape(text))).toEqual(unparen(shape(same)));
  });
});
