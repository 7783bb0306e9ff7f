import { z } from 'zod';
import {
  type AdaptiveConcurrencyModel,
  CRITICALITIES,
  DEFAULT_LIMIT_SHARES,
  type EdgeOutlierModel,
  type LimitSharesModel,
  type OutlierDetectionModel,
  type RateLimitModel,
  type ThrottleModel,
} from '../model/protection.ts';
import { closed } from './closed.ts';
import { between, duration, flag, text, whole } from './quantity.ts';

/** Envoy refuses shorter ones. Source: envoy.extensions.filters.http.local_ratelimit.v3, token_bucket. */
const SHORTEST_FILL_US = 50_000;

/** Envoy's TokenBucket: tokens_per_fill is 1 unless said. */
export const rateLimit = closed({
  maxTokens: whole(1, 10_000_000),
  tokensPerFill: whole(1, 10_000_000).default(1),
  fillInterval: duration.refine((us) => us >= SHORTEST_FILL_US, { error: 'expected at least 50ms' }),
  route: text.optional(),
  client: text.optional(),
}).transform(
  ({ maxTokens, tokensPerFill, fillInterval, route, client }): RateLimitModel => ({
    maxTokens,
    tokensPerFill,
    fillIntervalUs: fillInterval,
    ...(route === undefined ? {} : { route }),
    ...(client === undefined ? {} : { client }),
  }),
);

const SECOND_US = 1_000_000;
const percent = whole(0, 100);

/** Envoy takes any above 0; shorter ones are nobody's. */
const SHORTEST_INTERVAL_US = SECOND_US;

export const DEFAULT_BASE_EJECTION_US = 30 * SECOND_US;
const DEFAULT_MAX_EJECTION_US = 300 * SECOND_US;
export const DEFAULT_MAX_EJECTION_PERCENT = 10;

/** Envoy's defaults. Source: envoy.config.cluster.v3.OutlierDetection; healthy_panic_threshold of Cluster.CommonLbConfig. */
export const outlierDetection = closed({
  consecutive5xx: whole(0, 1_000_000).default(5),
  interval: duration.refine((us) => us >= SHORTEST_INTERVAL_US, { error: 'expected at least 1s' }).default(10 * SECOND_US),
  baseEjectionTime: duration.default(DEFAULT_BASE_EJECTION_US),
  /** 300 s unless said, or the base where that is more. */
  maxEjectionTime: duration.optional(),
  maxEjectionPercent: percent.default(DEFAULT_MAX_EJECTION_PERCENT),
  alwaysEjectOneHost: flag.default(false),
  successRateMinimumHosts: whole(1, 100_000).default(5),
  successRateRequestVolume: whole(1, 1_000_000).default(100),
  successRateStdevFactor: whole(0, 100_000).default(1_900),
  enforcingSuccessRate: z.literal([0, 100], { error: 'expected 0 (only counted) or 100 (always)' }).default(100),
  healthyPanicThreshold: percent.default(50),
}).transform(
  ({ interval, baseEjectionTime, maxEjectionTime, ...rest }): OutlierDetectionModel => ({
    ...rest,
    intervalUs: interval,
    baseEjectionUs: baseEjectionTime,
    maxEjectionUs: maxEjectionTime ?? Math.max(DEFAULT_MAX_EJECTION_US, baseEjectionTime),
  }),
);

const enforcing = z.literal([0, 100], { error: 'expected 0 (only counted) or 100 (always)' });
export const DEFAULT_EDGE_EJECTION_PERCENT = 50;

/**
 * Of a backend service: the API's names and defaults, which differ from Envoy's. It has no longest ejection; Envoy's default is taken. Source: Compute Engine API, BackendService.outlierDetection.
 */
export const edgeOutlierDetection = closed({
  consecutiveErrors: whole(0, 1_000_000).default(5),
  consecutiveGatewayFailure: whole(0, 1_000_000).default(3),
  interval: duration.refine((us) => us >= SHORTEST_INTERVAL_US, { error: 'expected at least 1s' }).default(SECOND_US),
  baseEjectionTime: duration.default(DEFAULT_BASE_EJECTION_US),
  maxEjectionPercent: percent.default(DEFAULT_EDGE_EJECTION_PERCENT),
  enforcingConsecutiveErrors: enforcing.default(0),
  enforcingConsecutiveGatewayFailure: enforcing.default(100),
  enforcingSuccessRate: enforcing.default(100),
  successRateMinimumHosts: whole(1, 100_000).default(5),
  successRateRequestVolume: whole(1, 1_000_000).default(100),
  successRateStdevFactor: whole(0, 100_000).default(1_900),
}).transform(
  ({ consecutiveErrors, interval, baseEjectionTime, ...rest }): EdgeOutlierModel => ({
    ...rest,
    consecutive5xx: consecutiveErrors,
    intervalUs: interval,
    baseEjectionUs: baseEjectionTime,
    maxEjectionUs: Math.max(DEFAULT_MAX_EJECTION_US, baseEjectionTime),
    alwaysEjectOneHost: false,
    healthyPanicThreshold: 0,
  }),
);

/** Site Reliability Engineering, ch. 21: twice what is accepted, over two minutes. */
export const adaptiveThrottling = closed({
  k: between(1, 100).default(2),
  window: duration.refine((us) => us >= SECOND_US, { error: 'expected at least 1s' }).default(120 * SECOND_US),
}).transform(({ k, window }): ThrottleModel => ({ k, windowUs: window }));

const MILLISECOND_US = 1_000;
const interval = duration.refine((us) => us >= MILLISECOND_US && us % MILLISECOND_US === 0, { error: 'expected whole milliseconds, at least 1ms' });

export const DEFAULT_MIN_CONCURRENCY = 3;

/** Envoy's defaults; the two intervals have none there, and are those of its documentation's example. Source: envoy.extensions.filters.http.adaptive_concurrency.v3. */
export const adaptiveConcurrency = closed({
  sampleAggregatePercentile: percent.default(50),
  concurrencyUpdateInterval: interval.default(100 * MILLISECOND_US),
  maxConcurrencyLimit: whole(1, 1_000_000).default(1_000),
  minRtt: closed({
    interval: interval.default(60 * SECOND_US),
    requestCount: whole(1, 1_000_000).default(50),
    jitter: percent.default(15),
    minConcurrency: whole(1, 1_000_000).default(DEFAULT_MIN_CONCURRENCY),
    buffer: whole(0, 10_000).default(25),
  }).prefault({}),
}).transform(
  ({ sampleAggregatePercentile, concurrencyUpdateInterval, maxConcurrencyLimit, minRtt }): AdaptiveConcurrencyModel => ({
    sampleAggregatePercentile,
    updateIntervalUs: concurrencyUpdateInterval,
    maxConcurrencyLimit,
    minRttIntervalUs: minRtt.interval,
    requestCount: minRtt.requestCount,
    jitterPercent: minRtt.jitter,
    minConcurrency: minRtt.minConcurrency,
    bufferPercent: minRtt.buffer,
  }),
);

export const criticality = z.enum(CRITICALITIES);

const limitShare = whole(1, 100).optional();

/** From the most critical class down: no class has more than one above it. */
export const limitShares = closed({ CRITICAL_PLUS: limitShare, CRITICAL: limitShare, SHEDDABLE_PLUS: limitShare, SHEDDABLE: limitShare })
  .transform((said): LimitSharesModel => {
    const shares: number[] = [];
    CRITICALITIES.forEach((name, at) => shares.push(said[name] ?? Math.min(DEFAULT_LIMIT_SHARES[at], shares[at - 1] ?? 100)));
    return shares;
  })
  .refine((shares) => shares.every((share, at) => at === 0 || share <= shares[at - 1]), {
    error: `expected no class to have more than one above it, in the order ${CRITICALITIES.join(', ')}`,
  });
