import type { CdnPlan } from '../plan/cdn.ts';
import { CONTINENTS } from '../plan/cdn.ts';
import { type CacheState, createCacheState } from '../fleet/cache.ts';
import { createTokenBucket, type TokenBucket } from '../protection/token-bucket.ts';
import { createFillTable, type FillTable } from './fills.ts';

export interface CdnState {
  /** By point of presence. */
  points: CdnPoint[];
  fills: FillTable;
  /** What is left of the origin's rate limit. */
  origin: TokenBucket;
  /** First slots of the load balancer's series, see `cdn-meters`. */
  slots: Int32Array;
  originSlots: Int32Array;
}

/** The CDN at a point of presence, as it is now: times so much slower than usual, and the share it answers 503 itself. */
export interface CdnPoint {
  cache: CacheState;
  slowdown: number;
  failures: number;
}

/** How the cache was of use. Values of `cache_result`; what failed before looking is UNKNOWN. */
export const CACHE_RESULT = { hit: 0, miss: 1, unknown: 2 } as const;
export const CACHE_RESULTS = ['HIT', 'MISS', 'UNKNOWN'] as const;

/** Statuses of segments; 0: the player left first. */
export const STATUSES = [0, 200, 429, 503] as const;

export function createCdnState({ model, objects, continents }: CdnPlan, clients: number): CdnState {
  return {
    points: continents.map(() => ({ cache: createCacheState(Math.min(model.capacityKeys, objects), model.ttlUs, objects), slowdown: 1, failures: 0 })),
    fills: createFillTable(),
    origin: createTokenBucket(Math.max(1, model.origin.maxRate ?? 1), 0),
    slots: new Int32Array(CONTINENTS.length * clients * CACHE_RESULTS.length * STATUSES.length),
    originSlots: new Int32Array(CONTINENTS.length * STATUSES.length),
  };
}
