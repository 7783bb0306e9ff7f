import type { SpanList } from './span-pool.ts';

/** In the order in which they are dropped. */
export const KEEP_REASONS = ['sample', 'slow', 'error'] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];

/** A trace that is kept. */
export interface KeptTrace {
  readonly hi: number;
  readonly lo: number;
  readonly rootOperation: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly status: number;
  readonly kept: KeepReason;
  /** Position among all traces ever kept. */
  readonly number: number;
  readonly spans: SpanList;
}
