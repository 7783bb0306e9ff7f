import type { Micros } from '../../contract/time.ts';

/** Most calls of that name a pod may have out at a time. */
export interface BulkheadModel {
  readonly name: string;
  readonly maxConcurrent: number;
}

/** Envoy's local rate limit: a token bucket of each pod. */
export interface RateLimitModel {
  readonly maxTokens: number;
  readonly tokensPerFill: number;
  readonly fillIntervalUs: Micros;
  /** Only requests of this route, or of this class of users, need a token; absent: all do. */
  readonly route?: string;
  readonly client?: string;
}
