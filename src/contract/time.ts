/**
 * Simulated time. Every module counts integer microseconds since the first simulated instant (start of warm-up), so that the
 * engine never touches floating-point seconds. The wall clock a player sees is derived: `unixMsOf`.
 */
export type Micros = number;

export const MICROS_PER_MS = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE = 60_000_000;

/** Where simulated time sits on the wall clock. */
export interface Epoch {
  /** Unix milliseconds at simulated time 0. */
  readonly startUnixMs: number;
  /** Simulated time at which play begins; `--at` and `--until` count from here. */
  readonly playStartUs: Micros;
}

/** Unix milliseconds (may be fractional) of a simulated instant. */
export function unixMsOf(epoch: Epoch, tUs: Micros): number {
  return epoch.startUnixMs + tUs / MICROS_PER_MS;
}

/** Simulated instant of a Unix millisecond timestamp. */
export function microsOf(epoch: Epoch, unixMs: number): Micros {
  return Math.round((unixMs - epoch.startUnixMs) * MICROS_PER_MS);
}
