import { hashText } from '../base/hash.ts';
import type { Labels } from '../contract/metrics.ts';

/** One string a label set. */
export function labelText(labels: Labels): string {
  return Object.keys(labels)
    .filter((name) => labels[name] !== '')
    .sort()
    .map((name) => `${name}=${labels[name]}`)
    .join('\u0001');
}

/** 16 hex digits, as Alertmanager's fingerprints have. */
export function fingerprint(labels: Labels): string {
  const text = labelText(labels);
  return hashText(text).toString(16).padStart(8, '0') + hashText(text, 0x5bd1e995).toString(16).padStart(8, '0');
}
