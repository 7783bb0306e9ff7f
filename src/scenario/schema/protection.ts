import type { RateLimitModel } from '../model/protection.ts';
import { closed } from './closed.ts';
import { duration, text, whole } from './quantity.ts';

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
