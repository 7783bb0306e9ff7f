import { mix, uniform } from '../../base/hash.ts';
import { detPow } from '../../base/det-math.ts';
import { NONE } from '../requests/attempt-table.ts';

/** A cache with real keys: least recently used goes first, entries end after their time to live; the hit ratio is a result. */
export interface CacheState {
  capacity: number;
  ttlUs: number;
  size: number;
  /** key → entry, NONE when absent. */
  entryOfKey: Int32Array;
  key: Int32Array;
  expiresUs: Float64Array;
  previous: Int32Array;
  next: Int32Array;
  newest: number;
  oldest: number;
  hits: number;
  misses: number;
  evictions: number;
}

export function createCacheState(capacity: number, ttlUs: number, keyCount: number): CacheState {
  return {
    capacity,
    ttlUs,
    size: 0,
    entryOfKey: new Int32Array(Math.max(1, keyCount)).fill(NONE),
    key: new Int32Array(capacity),
    expiresUs: new Float64Array(capacity),
    previous: new Int32Array(capacity),
    next: new Int32Array(capacity),
    newest: NONE,
    oldest: NONE,
    hits: 0,
    misses: 0,
    evictions: 0,
  };
}

/** A Zipf-distributed key space, ready for drawing from. */
export interface Zipf {
  readonly count: number;
  readonly bottom: number;
  readonly span: number;
  readonly inverse: number;
  /** Share of requests that ask for a key only users of their region ask for: what is read in Warsaw is not what is read in Dallas. */
  readonly byRegion: number;
}

/** @param count number of keys @param exponent s: the key of rank k is asked for in proportion to k^-s */
export function zipfOf(count: number, exponent: number, byRegion = 0): Zipf {
  const power = 1 - (exponent === 1 ? 1.000001 : exponent);
  const bottom = detPow(0.5, power);
  return { count, bottom, span: detPow(count + 0.5, power) - bottom, inverse: 1 / power, byRegion };
}

/** Keys there are: those everybody asks for, and as many of each region where a share is its own. */
export function keysOf(zipf: Zipf, regions: number): number {
  return zipf.byRegion > 0 ? zipf.count * (1 + regions) : zipf.count;
}

/** Draws a key by inverting the continuous approximation of the distribution function. @param u uniform in (0,1) */
export function zipfKey(zipf: Zipf, u: number): number {
  const rank = detPow(zipf.bottom + u * zipf.span, zipf.inverse);
  return Math.min(zipf.count - 1, Math.max(0, Math.round(rank) - 1));
}

/** The key a request asks for: it follows from the request, so asking again asks for the same. @param home region of the user it is for, counted from 1; 0 for nobody's */
export function keyOf(zipf: Zipf, keyHi: number, keyLo: number, place: number, home: number): number {
  const key = zipfKey(zipf, uniform(mix(keyHi, keyLo, place, KEY)));
  return zipf.byRegion > 0 && uniform(mix(keyHi, keyLo, place, OWN_REGION)) < zipf.byRegion ? home * zipf.count + key : key;
}

/** Purposes of draws. */
const KEY = 0x6361;
const OWN_REGION = 0x6f77;

/** Looks a key up and counts it; a hit becomes the newest entry. */
export function cacheGet(c: CacheState, key: number, nowUs: number): boolean {
  const entry = c.entryOfKey[key];
  if (entry !== NONE && c.expiresUs[entry] > nowUs) {
    c.hits++;
    unlink(c, entry);
    linkNewest(c, entry);
    return true;
  }
  c.misses++;
  return false;
}

export function cacheSet(c: CacheState, key: number, nowUs: number): void {
  let entry = c.entryOfKey[key];
  if (entry !== NONE) unlink(c, entry);
  else if (c.size < c.capacity) entry = c.size++;
  else {
    entry = c.oldest;
    unlink(c, entry);
    c.entryOfKey[c.key[entry]] = NONE;
    c.evictions++;
  }
  c.key[entry] = key;
  c.entryOfKey[key] = entry;
  c.expiresUs[entry] = nowUs + c.ttlUs;
  linkNewest(c, entry);
}

/** An entry is no longer good. */
export function cacheForget(c: CacheState, key: number): void {
  const entry = c.entryOfKey[key];
  if (entry !== NONE) c.expiresUs[entry] = 0;
}

/** It is as it was when nobody had asked. */
export function cacheClear(c: CacheState): void {
  c.entryOfKey.fill(NONE);
  c.size = 0;
  c.newest = NONE;
  c.oldest = NONE;
}

function unlink(c: CacheState, entry: number): void {
  const before = c.previous[entry];
  const after = c.next[entry];
  if (before === NONE) c.newest = after;
  else c.next[before] = after;
  if (after === NONE) c.oldest = before;
  else c.previous[after] = before;
}

function linkNewest(c: CacheState, entry: number): void {
  c.previous[entry] = NONE;
  c.next[entry] = c.newest;
  if (c.newest === NONE) c.oldest = entry;
  else c.previous[c.newest] = entry;
  c.newest = entry;
}
