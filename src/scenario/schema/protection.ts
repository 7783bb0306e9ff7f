import { z } from 'zod';
import type { OutlierDetectionModel, RateLimitModel, ThrottleModel } from '../model/protection.ts';
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

/** Site Reliability Engineering, ch. 21: twice what is accepted, over two minutes. */
export const adaptiveThrottling = closed({
  k: between(1, 100).default(2),
  window: duration.refine((us) => us >= SECOND_US, { error: 'expected at least 1s' }).default(120 * SECOND_US),
}).transform(({ k, window }): ThrottleModel => ({ k, windowUs: window }));
