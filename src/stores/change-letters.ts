import type { ChangeRecord } from '../contract/records.ts';

export interface LetteredChange extends ChangeRecord {
  /** A, B, … Z, AA, AB …: the same letter everywhere (art direction §1.5). */
  readonly letter: string;
}

/** Changes in order of time, each with its letter. Ties keep the order of the feed, so a letter never moves once given. */
export function letterChanges(changes: readonly ChangeRecord[]): readonly LetteredChange[] {
  return [...changes].sort((a, b) => a.atUs - b.atUs).map((change, index) => ({ ...change, letter: letterOf(index) }));
}

/** 0 → A, 25 → Z, 26 → AA. */
export function letterOf(index: number): string {
  let rest = index;
  let letters = '';
  do {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26) - 1;
  } while (rest >= 0);
  return letters;
}
