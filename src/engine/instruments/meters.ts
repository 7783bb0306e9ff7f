import type { Labels, ScrapeTarget, SeriesDescriptor } from '../../contract/metrics.ts';
import { doubled } from '../columns.ts';
import { TARGET_UP } from '../../contract/metrics.ts';

/**
 * Instruments as one long column of numbers. A histogram takes seventeen slots in a row: a count a bucket, the +Inf bucket, sum and count.
 * Slots are made when first used and never move, so the request path only adds to `values[slot]`.
 */
export interface Meters {
  count: number;
  values: Float64Array;
  descriptors: SeriesDescriptor[];
  targets: ScrapeTarget[];
  up: Uint8Array;
  /** First slot of a (pod, endpoint, status) histogram, 0 not made yet; see `serverKey`. */
  server: Int32Array;
  /** First slot of a (pod, site, outcome) histogram. */
  client: Int32Array;
  /** Envoy's attempts, retries and timeouts by (pod, site). */
  callAttempts: Float64Array;
  callRetries: Float64Array;
  callTimeouts: Float64Array;
  /** First slots of the load balancer's (stream, status). */
  edge: Int32Array;
  /** Slots by name for things that are counted rarely. */
  named: Record<string, number>;
  /** Per site, over all pods: for the map. */
  siteAttempts: Float64Array;
  siteFailures: Float64Array;
  siteRetries: Float64Array;
  siteTimeouts: Float64Array;
  /** Cache reads by service. */
  cacheReads: Float64Array;
}

/** OTel's advice for http.server.request.duration (semantic-conventions 1.44), seconds. */
export const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;
const BUCKETS_US = Float64Array.from(BUCKETS_SECONDS, (seconds) => seconds * 1e6);
const LONGEST_US = BUCKETS_US[BUCKETS_US.length - 1];
/** Bounds with two more that nothing passes, so that `bucketOf` can look past the last. */
const BOUNDS_US = Float64Array.of(...BUCKETS_US, Infinity, Infinity);
/** Bucket of the smallest whole number with so many leading zeros. No power of two has more than two bounds below it and above its half. */
const FIRST_BUCKET = Uint8Array.from({ length: 33 }, (_, zeros) => BUCKETS_US.filter((bound) => bound < (zeros === 32 ? 0 : 2_147_483_648 >>> zeros)).length);
export const HISTOGRAM_SLOTS = BUCKETS_US.length + 3;

export function createMeters(sites: number, services: number): Meters {
  const column = (): Float64Array => new Float64Array(Math.max(1, sites));
  return {
    count: 1, // slot 0 is nobody's, so that 0 can mean "not made yet"
    values: new Float64Array(4096),
    descriptors: [{ name: '', labels: {}, type: 'gauge', target: -1 }],
    targets: [],
    up: new Uint8Array(64),
    server: new Int32Array(4096),
    client: new Int32Array(8192),
    edge: new Int32Array(4096),
    callAttempts: new Float64Array(1024),
    callRetries: new Float64Array(1024),
    callTimeouts: new Float64Array(1024),
    named: {},
    siteAttempts: column(),
    siteFailures: column(),
    siteRetries: column(),
    siteTimeouts: column(),
    cacheReads: new Float64Array(services),
  };
}

export function addTarget(m: Meters, target: ScrapeTarget): number {
  const index = m.targets.push(target) - 1;
  if (index >= m.up.length) m.up = doubled(m.up);
  m.up[index] = TARGET_UP;
  return index;
}

export function addSlot(m: Meters, target: number, name: string, labels: Labels, type: SeriesDescriptor['type']): number {
  if (m.count === m.values.length) m.values = doubled(m.values);
  m.descriptors.push({ name, labels, type, target });
  return m.count++;
}

/** Seventeen slots `<name>_bucket{le}`, `<name>_sum`, `<name>_count`. @param unitsPerSecond of the bounds: 1, or 1000 for milliseconds */
export function addHistogram(m: Meters, target: number, name: string, labels: Labels, unitsPerSecond = 1): number {
  const first = m.count;
  for (const le of BUCKETS_SECONDS) addSlot(m, target, `${name}_bucket`, { ...labels, le: String(le * unitsPerSecond) }, 'bucket');
  addSlot(m, target, `${name}_bucket`, { ...labels, le: '+Inf' }, 'bucket');
  addSlot(m, target, `${name}_sum`, labels, 'counter');
  addSlot(m, target, `${name}_count`, labels, 'counter');
  return first;
}

/** Adds an observation in µs to the histogram at `first`. @param unit of the sum, per µs */
export function observe(m: Meters, first: number, us: number, unit = 1e-6): void {
  const values = m.values;
  values[first + bucketOf(us)]++;
  values[first + BUCKETS_US.length + 1] += us * unit;
  values[first + BUCKETS_US.length + 2]++;
}

/** Without a loop or a choice: durations are random, and a processor that guesses wrong loses more time than the comparisons take. */
function bucketOf(us: number): number {
  if (us > LONGEST_US) return BUCKETS_US.length;
  const first = FIRST_BUCKET[Math.clz32(us)];
  return first + Number(us > BOUNDS_US[first]) + Number(us > BOUNDS_US[first + 1]);
}

/** A slot found by a name of our own; made on first use. For gauges and rare counters, not for the request path. */
export function namedSlot(m: Meters, target: number, name: string, labels: Labels, type: 'counter' | 'gauge'): number {
  const key = `${target} ${name} ${valuesOf(labels)}`;
  const known = m.named[key];
  if (known !== undefined) return known;
  const slot = addSlot(m, target, name, labels, type);
  m.named[key] = slot;
  return slot;
}

/** The slot of a series, if it has one. */
export function knownSlot(m: Meters, target: number, name: string, labels: Labels): number | undefined {
  return m.named[`${target} ${name} ${valuesOf(labels)}`];
}

/** Values alone: a metric of one target always has the same label names, in the same order. */
function valuesOf(labels: Labels): string {
  let key = '';
  for (const name in labels) key += `${labels[name]};`;
  return key;
}

/** Index into `server` or `client` tables, grown on demand. */
export function keyed(table: Int32Array, key: number): Int32Array {
  if (key < table.length) return table;
  let length = table.length;
  while (length <= key) length *= 2;
  const longer = new Int32Array(length);
  longer.set(table);
  return longer;
}
