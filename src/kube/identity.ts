import { hashText } from '../base/hash.ts';
import type { Micros } from '../contract/time.ts';

/** `length` hex digits that depend on the text alone: container ids, image digests. */
export function hexId(text: string, length: number): string {
  let hex = '';
  for (let lane = 1; hex.length < length; lane++) hex += hashText(text, Math.imul(lane, 0x9e3779b1)).toString(16).padStart(8, '0');
  return hex.slice(0, length);
}

/** A version-4 UUID that depends on the text alone, for objects the engine gives no uid (nodes, services, events). */
export function uuidOf(text: string): string {
  const hex = hexId(text, 32);
  const variant = '89ab'[parseInt(hex[16], 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Letters and digits of generated names: no vowels and none that look alike. Source: k8s.io/apimachinery pkg/util/rand. */
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A generated-name suffix that depends on the text alone. */
export function nameSuffix(text: string, length: number): string {
  let suffix = '';
  for (let i = 0; i < length; i++) suffix += NAME_ALPHABET[hashText(text, i + 1) % NAME_ALPHABET.length];
  return suffix;
}

/**
 * A resourceVersion that grows with the last change of an object: a tenth of a second of simulated time is one version. The offset keeps
 * objects positive that are older than the simulation.
 */
export function resourceVersionAt(lastChangeUs: Micros): string {
  return String(4_000_000_000 + Math.floor(lastChangeUs / 100_000));
}
