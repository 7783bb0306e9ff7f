import type { Labels, Matcher } from '../contract/metrics.ts';
import { type LabelTest, matchesAll, testOf } from './label-matching.ts';

/** Label name → label value → series numbers, ascending. */
export interface LabelIndex {
  add(id: number, labels: Labels): void;
  /** Numbers of all series whose labels match, ascending. @throws Re2SyntaxError. */
  find(matchers: readonly Matcher[], labelsOf: (id: number) => Labels): number[];
  /** Values of a label, sorted by code unit. */
  values(name: string): string[];
  clear(): void;
}

export function createLabelIndex(): LabelIndex {
  const postings = new Map<string, Map<string, number[]>>();
  let count = 0;

  /** Series with `name` set to a value that passes; null when absent labels pass too, which the postings cannot tell. */
  const candidates = (matcher: Matcher, test: LabelTest): number[] | null => {
    if (test('')) return null;
    const values = postings.get(matcher.name);
    if (values === undefined) return [];
    if (matcher.op === '=') return values.get(matcher.value) ?? [];
    const ids: number[] = [];
    for (const [value, list] of values) if (test(value)) for (const id of list) ids.push(id);
    return ids.sort((a, b) => a - b);
  };
  return {
    add(id, labels) {
      count = id + 1;
      for (const name of Object.keys(labels)) {
        let values = postings.get(name);
        if (values === undefined) postings.set(name, (values = new Map()));
        const list = values.get(labels[name]);
        if (list === undefined) values.set(labels[name], [id]);
        else list.push(id);
      }
    },
    find(matchers, labelsOf) {
      const tests = matchers.map((matcher) => ({ name: matcher.name, test: testOf(matcher) }));
      let smallest: number[] | null = null;
      matchers.forEach((matcher, at) => {
        const ids = candidates(matcher, tests[at].test);
        if (ids !== null && (smallest === null || ids.length < smallest.length)) smallest = ids;
      });
      const ids: number[] = smallest ?? Array.from({ length: count }, (_, id) => id);
      return ids.filter((id) => matchesAll(labelsOf(id), tests));
    },
    values: (name) => [...(postings.get(name)?.keys() ?? [])].sort(),
    clear() {
      postings.clear();
      count = 0;
    },
  };
}
