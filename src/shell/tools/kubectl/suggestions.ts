import type { Subcommand } from './subcommand.ts';
import { SUBCOMMANDS } from './subcommands.ts';

/** Verbs that a mistyped word may have meant: two edits away at most, or begun by it. Source: spf13/cobra SuggestionsFor. */
export function suggestions(typed: string, among: readonly Subcommand[] = SUBCOMMANDS): readonly string[] {
  const word = typed.toLowerCase();
  return among
    .map(({ name }) => name)
    .filter((name) => editDistance(word, name) <= 2 || name.startsWith(word))
    .sort();
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
