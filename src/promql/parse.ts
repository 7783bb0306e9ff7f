import { parser } from '@prometheus-io/lezer-promql';
import type { Expr } from './ast.ts';
import { PromqlParseError } from './parse-error.ts';
import { closingQuote, throwOnSyntaxError } from './syntax-errors.ts';
import { convert } from './syntax-tree.ts';
import { checkTypes } from './type-check.ts';

const cache = new Map<string, Expr>();
/** Dashboards, rules and HPAs ask the same expressions again and again; typed ones are few. */
const CACHED_MAX = 512;

/**
 * Reads and type-checks a PromQL expression.
 * @throws PromqlParseError with line and column, what was found and what was expected.
 */
export function parse(text: string): Expr {
  const known = cache.get(text);
  if (known !== undefined) return known;
  if (text.trim() === '') throw new PromqlParseError(text, 0, 'no expression found in input');
  const readable = withoutTrailingDots(text);
  const tree = parser.parse(readable);
  throwOnSyntaxError(readable, tree);
  const top = tree.topNode.firstChild;
  let node = top;
  while (node !== null && node.name === 'LineComment') node = node.nextSibling;
  if (node === null) throw new PromqlParseError(text, 0, 'no expression found in input');
  const expr = convert(readable, node);
  checkTypes(text, expr);
  if (cache.size >= CACHED_MAX) cache.clear();
  cache.set(text, expr);
  return expr;
}

/** Prometheus accepts `2.`, the lezer grammar does not: the dot becomes a space, so that positions stay. */
function withoutTrailingDots(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'" || c === '`') {
      const close = closingQuote(text, i);
      const end = close < 0 ? text.length : close + 1;
      out += text.slice(i, end);
      i = end - 1;
    } else if (c === '.' && /(^|[^\w.:])\d[\d_]*$/.test(out) && !/[\w.]/.test(text[i + 1] ?? '')) out += ' ';
    else out += c;
  }
  return out;
}
