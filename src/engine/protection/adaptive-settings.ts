import type { AdaptiveConcurrencyModel } from '../../scenario/model/protection.ts';

/** What a service's ConfigMap says about its adaptive concurrency. */
export interface AdaptiveSettings extends AdaptiveConcurrencyModel {
  readonly isEnabled: boolean;
}

/** The names of Envoy's runtime keys, `adaptive_concurrency.gradient_controller.min_rtt_buffer` and so on, with their units. Source: Envoy docs, adaptive_concurrency_filter, "Runtime". */
const ENABLED = 'adaptive_concurrency_enabled';
const KEYS: readonly {
  readonly key: string;
  readonly field: keyof AdaptiveConcurrencyModel;
  readonly unit: number;
  readonly least: number;
  readonly most: number;
}[] = [
  { key: 'sample_aggregate_percentile', field: 'sampleAggregatePercentile', unit: 1, least: 0, most: 100 },
  { key: 'sample_rtt_calc_interval_ms', field: 'updateIntervalUs', unit: 1_000, least: 1, most: 86_400_000 },
  { key: 'max_concurrency_limit', field: 'maxConcurrencyLimit', unit: 1, least: 1, most: 1_000_000 },
  { key: 'min_rtt_calc_interval_ms', field: 'minRttIntervalUs', unit: 1_000, least: 1, most: 86_400_000 },
  { key: 'min_rtt_aggregate_request_count', field: 'requestCount', unit: 1, least: 1, most: 1_000_000 },
  { key: 'jitter', field: 'jitterPercent', unit: 1, least: 0, most: 100 },
  { key: 'min_concurrency', field: 'minConcurrency', unit: 1, least: 1, most: 1_000_000 },
  { key: 'min_rtt_buffer', field: 'bufferPercent', unit: 1, least: 0, most: 10_000 },
];

function keyOf(key: string): string {
  return `adaptive_concurrency_${key}`;
}

export function adaptiveData(model: AdaptiveConcurrencyModel | undefined): Record<string, string> {
  if (model === undefined) return {};
  return { [ENABLED]: 'true', ...Object.fromEntries(KEYS.map(({ key, field, unit }) => [keyOf(key), String(model[field] / unit)])) };
}

const WHOLE = /^\d{1,9}$/;

/** Off without `…_enabled`; any other key that is not there has what the service was given at first. @returns what cannot be read, where something cannot */
export function readAdaptiveSettings(model: AdaptiveConcurrencyModel, data: Readonly<Record<string, string>>): AdaptiveSettings | string {
  const enabled = data[ENABLED] ?? 'false';
  if (enabled !== 'true' && enabled !== 'false') return enabled;
  const settings: { -readonly [K in keyof AdaptiveSettings]: AdaptiveSettings[K] } = { ...model, isEnabled: enabled === 'true' };
  for (const { key, field, unit, least, most } of KEYS) {
    const written = data[keyOf(key)];
    if (written === undefined) continue;
    if (!WHOLE.test(written) || Number(written) < least || Number(written) > most) return written;
    settings[field] = Number(written) * unit;
  }
  return settings;
}
