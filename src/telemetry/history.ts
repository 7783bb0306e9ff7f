import type { Labels } from '../contract/metrics.ts';
import { STALE } from '../contract/metrics.ts';
import { type Epoch, type Micros, MICROS_PER_MINUTE, unixMsOf } from '../contract/time.ts';
import { fillTiles, type TileSource, tileSource, tileTimes, type Tiling } from './tiles.ts';
import { lowerBound } from './time-column.ts';
import type { StoredSeries, Tsdb } from './tsdb.ts';

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
 * before `fromUs` is replaced. A counter gets the total of its tiles added to all its samples from now on (`StoredSeries.base`), as a program that
 * has been running that long would show. Series that began inside the window are left alone. Call once, right after `toUs`.
 * @throws RangeError if the window is shorter than two steps.
 */
export function tileHistory(tsdb: Tsdb, epoch: Epoch, options: HistoryOptions): void {
  const { fromUs, toUs, spanUs = SPAN_US, stepUs = MICROS_PER_MINUTE } = options;
  if (toUs - fromUs < 2 * stepUs) throw new RangeError('the window to repeat is shorter than two steps of history');
  const fromMs = unixMsOf(epoch, fromUs);
  const tiling: Tiling = { fromMs, windowMs: unixMsOf(epoch, toUs) - fromMs, stepMs: stepUs / 1_000, rows: Math.floor(spanUs / stepUs) };
  const columns = new Map<number, StoredSeries[]>();
  for (const series of tsdb.series()) {
    const list = columns.get(series.column);
    if (list === undefined) columns.set(series.column, [series]);
    else list.push(series);
  }
  for (const [number, members] of columns) {
    const column = tsdb.timeColumn(number);
    const cut = lowerBound(column.times, 0, column.length, fromMs);
    const end = lowerBound(column.times, 0, column.length, fromMs + tiling.windowMs);
    if (end - cut < 2) continue;
    const times = column.times.slice(cut, end);
    const source = tileSource(tiling, times);
    for (const series of members) {
      if (series.start > cut) series.start += tiling.rows - cut;
      else prepend(series, cut - series.start, tiling, times, source, options.isCounter(series.labels));
    }
    column.dropFirst(cut);
    column.prepend(tileTimes(tiling));
  }
  tsdb.tiling = tiling;
  tsdb.rehash();
}

/** Replaces the first `dropped` values of a series by tiles of those that follow. @param times of the window's samples */
function prepend(series: StoredSeries, dropped: number, tiling: Tiling, times: Float64Array, source: TileSource, counter: boolean): void {
  const { rows } = tiling;
  const kept = series.values.subarray(dropped);
  const first = kept[0];
  const last = kept[times.length - 1];
  const perTile = counter && first !== STALE && last !== STALE && last >= first ? wholeTile(last - first, times, tiling.windowMs) : 0;
  const base = perTile * source.back[0];
  const values = new Float64Array(rows + kept.length);
  for (let i = 0; i < kept.length; i++) values[rows + i] = kept[i] === STALE ? STALE : kept[i] + base;
  fillTiles(values, source, perTile);
  series.values = values;
  series.base += base;
  series.start = 0;
  series.perTile = perTile;
}

/** The samples of a tile reach one scrape short of its end: their increase is stretched to the whole. Counts stay whole numbers. */
function wholeTile(increase: number, times: Float64Array, windowMs: number): number {
  const stretched = (increase * windowMs) / (times[times.length - 1] - times[0]);
  return Number.isInteger(increase) ? Math.round(stretched) : stretched;
}
