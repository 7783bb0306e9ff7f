import { syntaxError } from './query-error.ts';

export interface Token {
  /** `text` is unquoted: a field, a value, or AND, OR, NOT. */
  readonly kind: 'text' | 'string' | 'operator' | '(' | ')' | '-' | 'end';
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const TOKEN =
  /(?<gap>\s+|--[^\n]*)|(?<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<operator>!=|<=|>=|=~|!~|=|:|<|>)|(?<bracket>[()])|(?<minus>-(?=[\w"'(]))|(?<text>[^\s"'()=:<>!~,]+)/y;

/** Splits a query; `--` starts a comment. @throws GcloudError naming the place. Source: Logging query language, "Syntax". */
export function tokens(query: string): readonly Token[] {
  const found: Token[] = [];
  let line = 1;
  let lineStart = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < query.length) {
    const at = TOKEN.lastIndex;
    const place = { line, column: at - lineStart + 1 };
    const match = TOKEN.exec(query);
    if (match === null) throw syntaxError({ ...place, text: query[at] });
    const { gap, string, operator, bracket, minus, text } = match.groups ?? {};
    if (string !== undefined) found.push({ kind: 'string', text: unquoted(string), ...place });
    else if (operator !== undefined) found.push({ kind: 'operator', text: operator, ...place });
    else if (bracket !== undefined) found.push({ kind: bracket === '(' ? '(' : ')', text: bracket, ...place });
    else if (minus !== undefined) found.push({ kind: '-', text: '-', ...place });
    else if (text !== undefined) found.push({ kind: 'text', text, ...place });
    for (const [newline] of (gap ?? '').matchAll(/\n/g)) {
      line++;
      lineStart = query.lastIndexOf(newline, TOKEN.lastIndex - 1) + 1;
    }
  }
  return [...found, { kind: 'end', text: '', line, column: query.length - lineStart + 1 }];
}

/** In a string a backslash keeps its quote, and what follows otherwise: `"5\d\d"` is a pattern. */
function unquoted(string: string): string {
  return string.slice(1, -1).replace(/\\(["'\\])/g, '$1');
}
