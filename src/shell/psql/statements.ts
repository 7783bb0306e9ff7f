/** One thing psql does: a statement for the server, or a command of its own. */
export type Item =
  /** `shown`: the text as messages quote it, its `;` included. */
  | { readonly kind: 'sql'; readonly text: string; readonly shown: string; readonly line: number }
  /** `query`: what stood before it on the line, for \g \gx \watch. */
  | { readonly kind: 'meta'; readonly text: string; readonly query: string; readonly line: number };

/** Splits a script as psql does: statements end at `;` outside quotes, comments and parentheses; `\` starts a command that takes the rest of the line. */
export function splitScript(script: string): readonly Item[] {
  const items: Item[] = [];
  let start = 0;
  let at = 0;
  let depth = 0;
  const lineAt = (end: number): number => script.slice(0, end).split('\n').length;
  const push = (end: number): void => {
    const text = stripLeadingComments(script.slice(start, end)).trim();
    if (text !== '') items.push({ kind: 'sql', text, shown: script[end] === ';' ? `${text};` : text, line: lineAt(end) });
  };
  while (at < script.length) {
    const skipped = skipQuoted(script, at);
    if (skipped > at) {
      at = skipped;
    } else if (script[at] === '\\') {
      const lineEnd = script.indexOf('\n', at);
      const end = lineEnd < 0 ? script.length : lineEnd;
      const query = stripLeadingComments(script.slice(start, at)).trim();
      items.push({ kind: 'meta', text: script.slice(at, end).trim(), query, line: lineAt(at) });
      at = end;
      start = end;
    } else {
      if (script[at] === '(') depth++;
      if (script[at] === ')') depth--;
      if (script[at] === ';' && depth <= 0) {
        push(at);
        start = at + 1;
        depth = 0;
      }
      at++;
    }
  }
  push(script.length);
  return items;
}

function stripLeadingComments(text: string): string {
  return text.replace(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '');
}

/** End of the string, quoted name, dollar quote or comment that starts at `at`; `at` when none does. */
export function skipQuoted(text: string, at: number): number {
  const rest = text.slice(at);
  const match = /^(?:'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$))/.exec(rest);
  return match === null ? at : at + match[0].length;
}

/** Words the server reads from its own clock, and names in `pg_catalog.`, turned to ours. Every replacement keeps its length, so that error positions hold. */
const SAME_LENGTH: Readonly<Record<string, string>> = {
  current_timestamp: 'now()',
  current_date: 'dat()',
  localtimestamp: 'lts()',
  localtime: 'ltm()',
  current_time: 'ctm()',
  'pg_catalog.': '',
};

export function onSimulatedClock(sql: string): string {
  let out = '';
  let at = 0;
  while (at < sql.length) {
    const skipped = skipQuoted(sql, at);
    if (skipped > at) {
      out += sql.slice(at, skipped);
      at = skipped;
      continue;
    }
    const word = /^(?:pg_catalog\.|[A-Za-z_]\w*)/i.exec(sql.slice(at));
    if (word === null) {
      out += sql[at++];
      continue;
    }
    const replacement = SAME_LENGTH[word[0].toLowerCase()];
    out += replacement === undefined ? word[0] : replacement.padEnd(word[0].length);
    at += word[0].length;
  }
  return out;
}
