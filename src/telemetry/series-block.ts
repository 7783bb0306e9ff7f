import { STALE } from '../contract/metrics.ts';

/**
 * Series of one column that began at the same row: neighbours in the column's rows and in memory, so that the store has objects by the scraped
 * target, not by the series. Series `i` has its values at `values[i * capacity …]`, one a row since `start`, so a reader gets a view of them.
 */
export interface SeriesBlock {
  readonly column: number;
  /** Place in the column's rows of the first of them. */
  readonly first: number;
  /** How many series. More may join until there are values. */
  count: number;
  /** Rows of the time column before they existed. */
  start: number;
  /** Rows there is room for; 0 until the first sample. */
  capacity: number;
  values: Float64Array;
  /** By series: added to every value appended, what a counter had counted before the simulation began (`history.ts`). */
  base: Float64Array;
  /** By series: last value given to `appendToBlock`, before `base`. */
  lastRaw: Float64Array;
  /** By series: what it gains in a window of the tiling; 0 for what repeats its values, NaN when its past was not tiled. */
  perTile: Float64Array;
}

const ROWS_AT_FIRST = 8;
const NONE = new Float64Array(0);

export function createSeriesBlock(column: number, first: number, start: number): SeriesBlock {
  return { column, first, count: 0, start, capacity: 0, values: NONE, base: NONE, lastRaw: NONE, perTile: NONE };
}

/** Makes room for that many rows. From now on no series may join. */
export function reserveRows(block: SeriesBlock, rows: number): void {
  const { count, capacity } = block;
  if (capacity === 0) {
    block.base = new Float64Array(count);
    block.lastRaw = new Float64Array(count).fill(-Infinity);
    block.perTile = new Float64Array(count).fill(NaN);
  } else if (rows <= capacity) return;
  resizeRows(block, Math.max(rows, ROWS_AT_FIRST, capacity * 2), 0);
}

/** Lays the values out anew. @param shift rows put before those there are; less than 0: rows dropped from the front */
export function resizeRows(block: SeriesBlock, capacity: number, shift: number): void {
  const { count, values, capacity: before } = block;
  const wider = new Float64Array(count * capacity);
  const from = Math.max(0, -shift);
  const to = Math.min(before, capacity - shift);
  for (let i = 0; i < count; i++) copyValues(values, i * before + from, wider, i * capacity + from + shift, to - from);
  block.values = wider;
  block.capacity = capacity;
}

/** A loop, because a view and `set` cost more than the few values that are copied most often. */
function copyValues(from: Float64Array, at: number, into: Float64Array, to: number, length: number): void {
  if (length > 64) into.set(from.subarray(at, at + length), to);
  else for (let i = 0; i < length; i++) into[to + i] = from[at + i];
}

/** Appends a row of the column to the block's series. What was stored goes back into `row`. @param length of the column, this row included */
export function appendToBlock(block: SeriesBlock, length: number, row: Float64Array): void {
  const at = length - 1 - block.start;
  if (at >= block.capacity) reserveRows(block, at + 1);
  const { first, count, capacity, values, base, lastRaw } = block;
  for (let i = 0, place = at; i < count; i++, place += capacity) {
    const raw = row[first + i];
    if (raw === STALE) {
      values[place] = STALE;
      continue;
    }
    const before = base[i];
    // A counter that fell was reset by its program: what it had counted before is gone.
    if (before !== 0 && raw < lastRaw[i]) base[i] = 0;
    lastRaw[i] = raw;
    values[place] = row[first + i] = raw + base[i];
  }
}

/** The block of a column that has its series at this position. @param blocks of the column, in the order of their series */
export function blockAt(blocks: readonly SeriesBlock[], position: number): SeriesBlock {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (blocks[middle].first <= position) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
}
