import type { ServiceModel } from '../../scenario/model/fleet.ts';
import type { TokenBucketSettings } from './token-bucket.ts';

/** What a service's ConfigMap says about its protection; 0 tokens, or 0 in flight: no such limit. */
export interface ProtectionSettings extends TokenBucketSettings {
  readonly maxInFlight: number;
}

export const NO_LIMITS: ProtectionSettings = { maxTokens: 0, tokensPerFill: 1, fillIntervalUs: 1_000_000, maxInFlight: 0 };

const MAX_TOKENS = 'rate_limit_max_tokens';
const TOKENS_PER_FILL = 'rate_limit_tokens_per_fill';
const FILL_INTERVAL = 'rate_limit_fill_interval';
const MAX_IN_FLIGHT = 'max_in_flight';

export function initialSettings({ rateLimit, maxInFlight }: ServiceModel): Record<string, string> {
  return {
    ...(rateLimit === undefined
      ? {}
      : {
          [MAX_TOKENS]: String(rateLimit.maxTokens),
          [TOKENS_PER_FILL]: String(rateLimit.tokensPerFill),
          [FILL_INTERVAL]: `${rateLimit.fillIntervalUs / 1e6}s`,
        }),
    ...(maxInFlight === undefined ? {} : { [MAX_IN_FLIGHT]: String(maxInFlight) }),
  };
}

/** null when a value is none of its kind; `unreadable` says which. A key that is not there switches its limit off. */
export function readSettings(data: Readonly<Record<string, string>>): ProtectionSettings | null {
  if (unreadable(data) !== null) return null;
  return {
    maxTokens: Number(data[MAX_TOKENS] ?? '0'),
    tokensPerFill: Number(data[TOKENS_PER_FILL] ?? '1'),
    fillIntervalUs: Math.round(Number((data[FILL_INTERVAL] ?? '1s').slice(0, -1)) * 1e6),
    maxInFlight: Number(data[MAX_IN_FLIGHT] ?? '0'),
  };
}

/** The first value that cannot be read. */
export function unreadable(data: Readonly<Record<string, string>>): string | null {
  for (const key of [MAX_TOKENS, TOKENS_PER_FILL, MAX_IN_FLIGHT]) {
    const value = data[key];
    if (value !== undefined && (!/^\d{1,9}$/.test(value) || (key === TOKENS_PER_FILL && Number(value) === 0))) return value;
  }
  const interval = data[FILL_INTERVAL];
  if (interval !== undefined && (!/^\d+(?:\.\d+)?s$/.test(interval) || Number(interval.slice(0, -1)) < 0.05)) return interval;
  return null;
}
