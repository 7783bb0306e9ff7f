import type { Labels } from '../contract/metrics.ts';

const keys = new WeakMap<Labels, string>();

/** One string a label set. Kept with the object: stored series keep theirs for the whole session. */
export function keyOf(labels: Labels): string {
  let key = keys.get(labels);
  if (key === undefined) {
    key = '';
    for (const name of Object.keys(labels).sort()) if (labels[name] !== '') key += `${name}\u0001${labels[name]}\u0002`;
    keys.set(labels, key);
  }
  return key;
}

/** Key of the labels in `names` (sorted by the caller or not: their order is the key's order). */
export function keyOn(labels: Labels, names: readonly string[]): string {
  let key = '';
  for (const name of names) key += `${labels[name] ?? ''}\u0002`;
  return key;
}

export function without(labels: Labels, names: readonly string[]): Labels {
  const out: Record<string, string> = {};
  for (const name of Object.keys(labels)) if (!names.includes(name)) out[name] = labels[name];
  return out;
}

export function only(labels: Labels, names: readonly string[]): Labels {
  const out: Record<string, string> = {};
  for (const name of names) if ((labels[name] ?? '') !== '') out[name] = labels[name];
  return out;
}

export function withLabel(labels: Labels, name: string, value: string): Labels {
  const out: Record<string, string> = { ...labels };
  if (value === '') delete out[name];
  else out[name] = value;
  return out;
}
