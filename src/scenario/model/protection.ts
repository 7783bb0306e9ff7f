import type { Micros } from '../../contract/time.ts';

/** Envoy's local rate limit: a token bucket of each pod. */
export interface RateLimitModel {
  readonly maxTokens: number;
  readonly tokensPerFill: number;
  readonly fillIntervalUs: Micros;
  /** Only requests of this route, or of this class of users, need a token; absent: all do. */
  readonly route?: string;
  readonly client?: string;
}
