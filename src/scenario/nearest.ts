/** Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment; Damerau 1964). Case counts half. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const cost = same ? 0 : a[i - 1].toLowerCase() === b[j - 1].toLowerCase() ? 0.5 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** The candidate a person probably meant, or null when none is near: at most a third of the letters may differ, but always one. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(Math.max(word.length, 3) / 3)) + 0.25;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const SHOWN_NAMES = 20;

/** ` did you mean "playlist"? Services: auth, catalog, …` with whatever of both there is to say. */
export function suggestion(word: string, candidates: readonly string[], plural: string): string {
  const near = nearest(word, candidates);
  const names = [...new Set(candidates)].sort();
  const list = names.length === 0 ? 'none' : names.slice(0, SHOWN_NAMES).join(', ') + (names.length > SHOWN_NAMES ? ', …' : '');
  return `${near === null ? '' : ` did you mean "${near}"?`} ${plural}: ${list}`;
}
