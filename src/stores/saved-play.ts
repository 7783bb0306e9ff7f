import type { RibbonSeries } from '../contract/frame.ts';
import type { Severity } from '../contract/commands.ts';

/** What the home page shows of a play that was left: only what the player already saw. */
export interface SavedPlay {
  readonly scenarioId: string;
  readonly seed: number;
  /** Unix ms of the wall clock at which it was saved. */
  readonly savedAtMs: number;
  /** Simulated wall clock, Unix ms. */
  readonly atUnixMs: number;
  readonly elapsedUs: number;
  readonly severity: Severity | null;
  readonly resolved: boolean;
  readonly openHypotheses: number;
  readonly hurts: {
    readonly noun: string;
    readonly kind: 'availability' | 'latency';
    readonly badRatio: number | null;
    readonly objective: number;
    readonly breached: boolean;
  } | null;
  readonly startUnixMs: number;
  readonly ribbon: RibbonSeries;
  readonly changes: readonly { readonly atUs: number; readonly letter: string }[];
}

/** The best graded run of a scenario. */
export interface BestRun {
  readonly scenarioId: string;
  readonly total: number;
  readonly ribbon: RibbonSeries;
  readonly objective: number;
}
