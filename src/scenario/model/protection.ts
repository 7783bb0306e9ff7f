import type { Micros } from '../../contract/time.ts';

/** Most calls of that name a pod may have out at a time. */
export interface BulkheadModel {
  readonly name: string;
  readonly maxConcurrent: number;
}

/** Adaptive throttling of calls: what a caller holds back by itself. */
export interface ThrottleModel {
  /** Held back is what goes beyond so many times what is accepted. */
  readonly k: number;
  readonly windowUs: Micros;
}

/** Envoy's outlier detection of one upstream cluster: which of a called service's pods a calling one leaves out. Names and units are Envoy's. */
export interface OutlierDetectionModel {
  /** 0: never. */
  readonly consecutive5xx: number;
  readonly intervalUs: Micros;
  readonly baseEjectionUs: Micros;
  readonly maxEjectionUs: Micros;
  readonly maxEjectionPercent: number;
  readonly alwaysEjectOneHost: boolean;
  readonly successRateMinimumHosts: number;
  readonly successRateRequestVolume: number;
  /** Thousandths. */
  readonly successRateStdevFactor: number;
  /** 0 or 100: whether ejections by success rate happen or are only counted. */
  readonly enforcingSuccessRate: number;
  /** Of the load balancer: with fewer than so many percent of the pods healthy it uses all; 0: never. */
  readonly healthyPanicThreshold: number;
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
