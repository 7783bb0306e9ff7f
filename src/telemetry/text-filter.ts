import { textArguments } from './log-layouts/render-line.ts';
import type { LogRow } from './log-store.ts';

/**
 * Looks for a text in rendered lines without rendering most of them. Times, numbers and hexadecimal ids differ from line to line; the words around them depend
 * only on template, level, source and text arguments. So a word of the search that cannot be part of a number or an id is looked for once a combination of those.
 */
export function createTextFilter(wanted: string, render: (row: LogRow) => string): (row: LogRow) => boolean {
  const needle = wanted.toLowerCase();
  const words = (needle.match(/[a-z]{3,}/g) ?? []).filter((word) => /[g-z]/.test(word));
  const possible = new Map<string, boolean>();
  const mayMatch = (row: LogRow): boolean => {
    if (words.length === 0) return true;
    let key = `${row.template},${row.level},${row.source},${row.traceHi === 0 && row.traceLo === 0}`;
    for (const at of textArguments(row.template)) key += `,${row.args[at]}`;
    let answer = possible.get(key);
    if (answer === undefined) {
      const line = render(row).toLowerCase();
      answer = words.every((word) => line.includes(word));
      possible.set(key, answer);
    }
    return answer;
  };
  return (row) => mayMatch(row) && render(row).toLowerCase().includes(needle);
}
