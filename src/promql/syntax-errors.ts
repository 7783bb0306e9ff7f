import type { SyntaxNode, Tree } from '@lezer/common';
import { PromqlParseError } from './parse-error.ts';

/** What may stand where the parser stumbled, by the construct it was in. */
const EXPECTED: Readonly<Record<string, string>> = {
  GroupingLabels: 'label names separated by "," and closed by ")"',
  LabelMatchers: 'label matcher (name, one of = != =~ !~, "text") or "}"',
  UnquotedLabelMatcher: 'one of = != =~ !~ and a quoted text',
  QuotedLabelMatcher: 'one of = != =~ !~ and a quoted text',
  MatrixSelector: 'duration such as 5m, then "]"',
  SubqueryExpr: 'duration such as 1m, then "]"',
  OffsetExpr: 'duration such as 5m',
  FunctionCallBody: 'expression, "," or ")"',
  BinaryExpr: 'expression on the right of the operator',
  AggregateExpr: 'expression in parentheses',
  ParenExpr: 'expression and ")"',
};

/** Throws for the first place the grammar did not accept, saying what was found and what was expected. */
export function throwOnSyntaxError(text: string, tree: Tree): void {
  let error: SyntaxNode | null = null;
  tree.iterate({
    enter(node) {
      if (node.type.isError && error === null) error = node.node;
      return error === null;
    },
  });
  if (error !== null) throw describe(text, error);
}

function describe(text: string, error: SyntaxNode): PromqlParseError {
  const unterminated = unterminatedString(text);
  if (unterminated >= 0) return new PromqlParseError(text, unterminated, `unterminated quoted string ${text.slice(unterminated)}`);
  let at = error.from;
  while (/\s/.test(text[at] ?? '')) at++;
  const call = /([a-zA-Z_:][a-zA-Z0-9_:]*)\s*$/.exec(text.slice(0, at));
  if (text[at] === '(' && call !== null && error.parent?.name === 'VectorSelector') {
    return new PromqlParseError(text, call.index, `unknown function with name "${call[1]}"`);
  }
  const parent = error.parent?.name ?? '';
  const expected = EXPECTED[parent] ?? 'expression';
  const found = at >= text.length ? 'end of input' : `"${/^(?:[a-zA-Z0-9_:.]+|.)/s.exec(text.slice(at))?.[0] ?? ''}"`;
  return new PromqlParseError(text, at, `unexpected ${found}, expected ${expected}`);
}

/** Offset of a quote that is never closed, -1 when all are. */
function unterminatedString(text: string): number {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '#') {
      const end = text.indexOf('\n', i);
      if (end < 0) return -1;
      i = end;
    } else if (text[i] === '"' || text[i] === "'" || text[i] === '`') {
      const close = closingQuote(text, i);
      if (close < 0) return i;
      i = close;
    }
  }
  return -1;
}

export function closingQuote(text: string, open: number): number {
  const quote = text[open];
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote !== '`') i++;
    else if (text[i] === quote) return i;
    else if (text[i] === '\n' && quote !== '`') return -1;
  }
  return -1;
}
