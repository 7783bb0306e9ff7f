import type { Labels } from '../contract/metrics.ts';

/** One string a label set, the same whatever the order of its properties. Separators cannot occur in UTF-8 label text. */
export function labelKey(labels: Labels): string {
  const names = Object.keys(labels).sort();
  let key = '';
  for (const name of names) if (labels[name] !== '') key += `${name}\u0001${labels[name]}\u0002`;
  return key;
}
