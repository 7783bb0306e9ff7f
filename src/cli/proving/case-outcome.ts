/** What one case came to on one seed: plain data, so that it can cross from a worker thread and into a report. Times in seconds since play began. */
export interface CaseOutcome {
  readonly name: string;
  readonly seed: number;
  readonly failedActions: number;
  readonly slowActions: number;
  readonly badSeconds: number;
  readonly hurtSince: number | null;
  readonly recoveredAt: number | null;
  readonly slos: readonly { readonly name: string; readonly objective: number; readonly good: number; readonly total: number; readonly badSeconds: number }[];
  /** Names of alerts that were firing at some time after play began. */
  readonly fired: readonly string[];
  readonly actions: readonly { readonly at: number; readonly what: string; readonly exitCode: number; readonly said: string }[];
  /** Per entry of `shows`: the number, or null when the expression didn't yield exactly one. */
  readonly readings: readonly (number | null)[];
  /** Per entry of `logs`: was there such a line? */
  readonly logsFound: readonly boolean[];
  /** What promotions have cost; null where no database is replicated. */
  readonly writes: { readonly lost: number; readonly conflicting: number } | null;
  /** Records of Kafka that nobody has processed nor will; null where there is none. */
  readonly lostRecords: number | null;
}

/** Users hurt. */
export function harmOf(outcome: CaseOutcome): number {
  return outcome.failedActions + outcome.slowActions;
}
