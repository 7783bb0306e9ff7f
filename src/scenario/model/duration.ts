import type { Micros } from '../../contract/time.ts';

/** A positive random duration. Sampled in microseconds. */
export type DurationModel =
  | { readonly kind: 'constant'; readonly us: Micros }
  | { readonly kind: 'exponential'; readonly meanUs: Micros }
  | { readonly kind: 'lognormal' /** Median. */; readonly medianUs: Micros /** Standard deviation of the logarithm. */; readonly sigma: number }
  | { readonly kind: 'mixture'; readonly base: DurationModel; readonly tail: DurationModel /** Probability of the tail, 0…1. */; readonly tailShare: number };
