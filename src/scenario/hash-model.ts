import { Hasher } from '../base/hash.ts';

/** Hash of plain data, 16 hex digits; the order of keys doesn't matter. */
export function hashOf(value: unknown): string {
  const hasher = new Hasher();
  hasher.value(value);
  return hasher.digest();
}
