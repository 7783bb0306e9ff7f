import type { Labels } from '../contract/metrics.ts';
import { STALE } from '../contract/metrics.ts';
import { type Epoch, type Micros, MICROS_PER_MINUTE, unixMsOf } from '../contract/time.ts';
import { resizeRows, type SeriesBlock } from './series-block.ts';
import { fillTiles, type TileSource, tileSource, tileTimes, type Tiling } from './tiles.ts';
import { lowerBound } from './time-column.ts';
import type { Tsdb } from './tsdb.ts';

export interface HistoryOptions {
  /** The healthy stretch of warm-up that is repeated: [fromUs, toUs). */
  readonly fromUs: Micros;
  readonly toUs: Micros;
  /** How far back of `fromUs` history reaches. Default 6 h: the longest window a page looks through. */
  readonly spanUs?: Micros;
  /** Distance of its samples. Default 60 s: five in the shortest burn-rate window. */
  readonly stepUs?: Micros;
  /** Counters go on counting from tile to tile, everything else repeats its values. */
  readonly isCounter: (labels: Labels) => boolean;
}

const SPAN_US = 360 * MICROS_PER_MINUTE;

/**
 * Puts a longer past before the samples of the warm-up, made of repeats of it, so that windows of hours have something to look through. Everything
 * before `fromUs` is replaced. A counter gets the total of its tiles added to all its samples from now on (`SeriesBlock.base`), as a program that
 * has been running that long would show. Series that began inside the window are left alone. Call once, right after `toUs`.
 * @throws RangeError if the window is shorter than two steps.
 */
export function tileHistory(tsdb: Tsdb, epoch: Epoch, options: HistoryOptions): void {
  const { fromUs, toUs, spanUs = SPAN_US, stepUs = MICROS_PER_MINUTE } = options;
  if (toUs - fromUs < 2 * stepUs) throw new RangeError('the window to repeat is shorter than two steps of history');
  const fromMs = unixMsOf(epoch, fromUs);
  const tiling: Tiling = { fromMs, windowMs: unixMsOf(epoch, toUs) - fromMs, stepMs: stepUs / 1_000, rows: Math.floor(spanUs / stepUs) };
  for (let number = 0; number < tsdb.columnCount; number++) {
    const column = tsdb.timeColumn(number);
    const cut = lowerBound(column.times, 0, column.length, fromMs);
    const end = lowerBound(column.times, 0, column.length, fromMs + tiling.windowMs);
    if (end - cut < 2) continue;
    const times = column.times.slice(cut, end);
    const source = tileSource(tiling, times);
    for (const block of tsdb.blocks(number)) {
      if (block.start > cut) block.start += tiling.rows - cut;
      else prepend(block, column.length - cut, cut - block.start, tiling, times, source, (at) => options.isCounter(tsdb.labelsAt(number, block.first + at)));
    }
    column.dropFirst(cut);
    column.prepend(tileTimes(tiling));
  }
  tsdb.tiling = tiling;
  tsdb.rehash();
}

/** Replaces the first `dropped` values of each series by tiles of the `kept` that follow. @param times of the window's samples */
function prepend(
  block: SeriesBlock,
  kept: number,
  dropped: number,
  tiling: Tiling,
  times: Float64Array,
  source: TileSource,
  isCounter: (at: number) => boolean,
): void {
  const { rows } = tiling;
  resizeRows(block, rows + kept, rows - dropped);
  block.start = 0;
  for (let i = 0; i < block.count; i++) {
    const values = block.values.subarray(i * block.capacity, (i + 1) * block.capacity);
    const first = values[rows];
    const last = values[rows + times.length - 1];
    const perTile = isCounter(i) && first !== STALE && last !== STALE && last >= first ? wholeTile(last - first, times, tiling.windowMs) : 0;
    const base = perTile * source.back[0];
    for (let row = rows; row < values.length; row++) if (values[row] !== STALE) values[row] += base;
    fillTiles(values, source, perTile);
    block.base[i] += base;
    block.perTile[i] = perTile;
  }
}

/** The samples of a tile reach one scrape short of its end: their increase is stretched to the whole. Counts stay whole numbers. */
function wholeTile(increase: number, times: Float64Array, windowMs: number): number {
  const stretched = (increase * windowMs) / (times[times.length - 1] - times[0]);
  return Number.isInteger(increase) ? Math.round(stretched) : stretched;
}
