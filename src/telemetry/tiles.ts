import { STALE } from '../contract/metrics.ts';
import { lowerBound } from './time-column.ts';

/** How history was made from a healthy window: `rows` samples `stepMs` apart before `fromMs`, repeating [fromMs, fromMs + windowMs). */
export interface Tiling {
  readonly fromMs: number;
  readonly windowMs: number;
  readonly stepMs: number;
  readonly rows: number;
}

export function tileTimes({ fromMs, stepMs, rows }: Tiling): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => fromMs - (rows - row) * stepMs);
}

/** Where each row of history comes from: its place in the window, and how many windows back it stands. */
export interface TileSource {
  readonly at: Int32Array;
  readonly back: Int32Array;
}

/** @param times of the window's own samples */
export function tileSource({ fromMs, windowMs, stepMs, rows }: Tiling, times: Float64Array): TileSource {
  const at = new Int32Array(rows);
  const back = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const timeMs = fromMs - (rows - row) * stepMs;
    back[row] = Math.ceil((fromMs - timeMs) / windowMs);
    at[row] = Math.min(lowerBound(times, 0, times.length, timeMs + back[row] * windowMs), times.length - 1);
  }
  return { at, back };
}

/**
 * Fills the first rows of `values` with history, from the window's values that follow them. So history can be made again from what follows it, to the bit.
 * @param perTile what a counter gains in a window; 0 for what repeats its values
 */
export function fillTiles(values: Float64Array, { at, back }: TileSource, perTile: number): void {
  const rows = at.length;
  for (let row = 0; row < rows; row++) {
    const value = values[rows + at[row]];
    values[row] = value === STALE ? STALE : value - back[row] * perTile;
  }
}
