import type { Labels } from '../contract/metrics.ts';
import { createStringTable } from './string-table.ts';

/** Label sets with every name and value written once. */
export interface PackedLabels {
  readonly count: number;
  readonly texts: readonly string[];
  /** A set: how many labels, then name and value of each as numbers of texts. */
  readonly sets: Uint32Array;
}

export function packLabels(all: readonly Labels[]): PackedLabels {
  const table = createStringTable();
  const sets: number[] = [];
  for (const labels of all) {
    const names = Object.keys(labels);
    sets.push(names.length);
    for (const name of names) sets.push(table.intern(name), table.intern(labels[name]));
  }
  return { count: all.length, texts: table.snapshot(), sets: Uint32Array.from(sets) };
}

export function unpackLabels({ texts, sets }: PackedLabels): Labels[] {
  const all: Labels[] = [];
  for (let at = 0; at < sets.length; ) {
    const labels: Record<string, string> = {};
    for (let left = sets[at++]; left > 0; left--, at += 2) labels[texts[sets[at]]] = texts[sets[at + 1]];
    all.push(labels);
  }
  return all;
}
