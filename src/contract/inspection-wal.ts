import type { Micros } from './time.ts';

/** Positions as PostgreSQL shows them, `3F2/A8000060`. */
export interface WalInspection {
  readonly replicaOf: string | null;
  readonly replicas: readonly string[];
  readonly timeline: number;
  /** Written by a primary, received by a standby. */
  readonly lsn: string;
  readonly replayedLsn: string;
  /** Commit time of the last replayed transaction; null on a primary, and before the first. */
  readonly lastReplayUs: Micros | null;
  /** Of a standby whose stream is alive. */
  readonly receiver: { readonly host: string; readonly heardUs: Micros } | null;
}
