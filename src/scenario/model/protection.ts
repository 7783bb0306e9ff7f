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

/** Envoy's adaptive concurrency filter with its gradient controller: a pod's limit of requests in flight follows its latency. Percentages are whole. */
export interface AdaptiveConcurrencyModel {
  readonly sampleAggregatePercentile: number;
  /** Envoy's `concurrency_update_interval`. */
  readonly updateIntervalUs: Micros;
  readonly maxConcurrencyLimit: number;
  /** The rest is about the measurement of minRTT: how often, by how many requests, how much later at most, with how many in flight, and how much more than it is still fine. */
  readonly minRttIntervalUs: Micros;
  readonly requestCount: number;
  readonly jitterPercent: number;
  readonly minConcurrency: number;
  readonly bufferPercent: number;
}

/** From the most critical down. Source: Site Reliability Engineering (2016), ch. 21, "Criticality". */
export const CRITICALITIES = ['CRITICAL_PLUS', 'CRITICAL', 'SHEDDABLE_PLUS', 'SHEDDABLE'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** Percent of the limits of requests in flight up to which requests of a class are let in, in the order of CRITICALITIES. */
export type LimitSharesModel = readonly number[];

/** Ours: no source gives figures. The two upper classes have all, so that naming the lower ones takes nothing from the others. */
export const DEFAULT_LIMIT_SHARES: LimitSharesModel = [100, 100, 75, 50];

/** The load balancer's, whose Envoys count gateway failures apart. Of kinds of errors that are not enforced, 0 in place of 100, ejections are only counted. */
export interface EdgeOutlierModel extends OutlierDetectionModel {
  readonly consecutiveGatewayFailure: number;
  readonly enforcingConsecutiveErrors: number;
  readonly enforcingConsecutiveGatewayFailure: number;
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
