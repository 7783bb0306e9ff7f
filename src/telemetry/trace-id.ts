/**
 * A trace is known inside by the request's 64-bit key and shown as 32 hex digits. The first 16 are the key through a four-round Feistel network, which
 * is a bijection; the last 16 are the same network with other round keys. So ids look random, never collide, and lead back to the key.
 */
const FIRST = [0x9e3779b9, 0x7f4a7c15, 0xbf58476d, 0x94d049bb];
const SECOND = [0xd1b54a32, 0xd192ed03, 0xeb44acca, 0xb455d165];

function round(half: number, key: number): number {
  let h = Math.imul(half ^ key, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return h ^ (h >>> 13);
}

function hex(n: number): string {
  return (n >>> 0).toString(16).padStart(8, '0');
}

function scrambled(hi: number, lo: number, keys: readonly number[]): string {
  let left = hi | 0;
  let right = lo | 0;
  for (const key of keys) {
    const next = left ^ round(right, key);
    left = right;
    right = next;
  }
  return hex(left) + hex(right);
}

/** 32 hex digits, '' for the key 0/0 (no trace). */
export function traceIdOf(hi: number, lo: number): string {
  return hi === 0 && lo === 0 ? '' : scrambled(hi, lo, FIRST) + scrambled(hi, lo, SECOND);
}

/** The key of an id, or null if no key has this id. */
export function traceKeyOf(traceId: string): { readonly hi: number; readonly lo: number } | null {
  if (!/^[0-9a-f]{32}$/.test(traceId)) return null;
  let left = Number.parseInt(traceId.slice(0, 8), 16) | 0;
  let right = Number.parseInt(traceId.slice(8, 16), 16) | 0;
  for (let i = FIRST.length - 1; i >= 0; i--) {
    const before = right ^ round(left, FIRST[i]);
    right = left;
    left = before;
  }
  const hi = left >>> 0;
  const lo = right >>> 0;
  return traceIdOf(hi, lo) === traceId ? { hi, lo } : null;
}
