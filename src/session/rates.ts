import type { World } from '../engine/world.ts';
import { type SegmentCounts, segmentCounts } from '../engine/instruments/cdn-meters.ts';
import { HISTOGRAM_SLOTS } from '../engine/instruments/meters.ts';

/** Counters at one instant, kept for the map and the ribbon: rates are differences of two of these. */
export interface CounterSnapshot {
  readonly tUs: number;
  readonly attempts: Float64Array;
  readonly failures: Float64Array;
  readonly retries: Float64Array;
  readonly requests: Float64Array;
  readonly badRequests: Float64Array;
  /** Server latency histograms, HISTOGRAM_SLOTS a service. */
  readonly served: Float64Array;
  readonly taken: Float64Array;
  readonly failed: Float64Array;
  readonly cacheReads: Float64Array;
  readonly cacheHits: readonly number[];
  readonly committed: readonly number[];
  /** Kafka records by service: sent, taken in hand, and those of them that failed. */
  readonly produced: readonly number[];
  readonly consumed: readonly number[];
  readonly unprocessed: readonly number[];
  readonly cdn: SegmentCounts;
}

const NO_SEGMENTS: SegmentCounts = { segments: 0, failed: 0, hits: 0 };
const KEPT_US = 305e6;

export interface Rates {
  /** Notes the counters; call at every scrape. */
  note(world: World): void;
  /** The newest snapshot at least `backUs` old, or the oldest there is. */
  before(nowUs: number, backUs: number): CounterSnapshot | null;
  snapshot(): readonly CounterSnapshot[];
  restore(saved: readonly CounterSnapshot[]): void;
}

export function createRates(): Rates {
  const kept: CounterSnapshot[] = [];
  return {
    note(world) {
      kept.push(snapshot(world));
      while (kept.length > 2 && kept[0].tUs < world.s.nowUs - KEPT_US) kept.shift();
    },
    before(nowUs, backUs) {
      for (let i = kept.length - 1; i >= 0; i--) if (kept[i].tUs <= nowUs - backUs) return kept[i];
      return kept[0] ?? null;
    },
    snapshot: () => kept.slice(),
    restore(saved) {
      kept.splice(0, kept.length, ...saved);
    },
  };
}

export function snapshot(world: World): CounterSnapshot {
  const { meters, harm, pools, caches, databases, kafka, cdn } = world.s;
  return {
    tUs: world.s.nowUs,
    attempts: meters.siteAttempts.slice(),
    failures: meters.siteFailures.slice(),
    retries: meters.siteRetries.slice(),
    requests: harm.requests.slice(),
    badRequests: harm.badRequests.slice(),
    served: served(world),
    taken: Float64Array.from(pools.taken),
    failed: Float64Array.from(pools.failed),
    cacheReads: meters.cacheReads.slice(),
    cacheHits: caches.map((cache) => cache.hits),
    committed: databases.map((database) => database.committed.reduce((sum, count) => sum + count, 0)),
    produced: kafka?.producedBy.slice() ?? [],
    consumed: kafka?.triedBy.slice() ?? [],
    unprocessed: kafka?.failedBy.slice() ?? [],
    cdn: cdn === undefined ? NO_SEGMENTS : segmentCounts(cdn, meters),
  };
}

/** Adds up the server histograms of every pod, by service. */
function served(world: World): Float64Array {
  const { meters, pods } = world.s;
  const sums = new Float64Array(world.plan.services.length * HISTOGRAM_SLOTS);
  const keysPerPod = 128;
  for (let key = 0; key < meters.server.length; key++) {
    const first = meters.server[key];
    if (first === 0) continue;
    const base = pods[Math.floor(key / keysPerPod)].service * HISTOGRAM_SLOTS;
    for (let slot = 0; slot < HISTOGRAM_SLOTS; slot++) sums[base + slot] += meters.values[first + slot];
  }
  return sums;
}
