import type { Labels } from '../contract/metrics.ts';
import { STALE } from '../contract/metrics.ts';
import { type Epoch, type Micros, MICROS_PER_MINUTE, unixMsOf } from '../contract/time.ts';
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
  const windowMs = unixMsOf(epoch, toUs) - fromMs;
  const rows = Math.floor(spanUs / stepUs);
  const times = new Float64Array(rows);
  for (let row = 0; row < rows; row++) times[row] = fromMs - ((rows - row) * stepUs) / 1_000;
  const columns = new Map<number, StoredSeries[]>();
  for (const series of tsdb.series()) {
    const list = columns.get(series.column);
    if (list === undefined) columns.set(series.column, [series]);
    else list.push(series);
  }
  for (const [number, members] of columns) {
    const column = tsdb.timeColumn(number);
    const cut = lowerBound(column.times, 0, column.length, fromMs);
    const end = lowerBound(column.times, 0, column.length, fromMs + windowMs);
    if (end - cut < 2) continue;
    const columnTimes = column.times.slice(cut, end);
    for (const series of members) {
      if (series.start > cut) {
        series.start += rows - cut;
        continue;
      }
      prepend(series, cut, end, columnTimes, times, fromMs, windowMs, options.isCounter(series.labels));
      series.start = 0;
    }
    column.dropFirst(cut);
    column.prepend(times);
  }
  tsdb.tiledBeforeMs = fromMs;
  tsdb.rehash();
}

/** Replaces what a series had before position `cut` of its column by tiles of [cut, end). */
function prepend(
  series: StoredSeries,
  cut: number,
  end: number,
  columnTimes: Float64Array,
  times: Float64Array,
  fromMs: number,
  windowMs: number,
  counter: boolean,
): void {
  const { start } = series;
  const kept = series.values.slice(cut - start);
  const tile = kept.subarray(0, end - cut);
  const first = tile[0];
  const last = tile[tile.length - 1];
  const perTile = counter && first !== STALE && last !== STALE && last >= first ? wholeTile(last - first, columnTimes, windowMs) : 0;
  const tiles = Math.ceil((fromMs - times[0]) / windowMs);
  const base = counter ? perTile * tiles : 0;
  const values = new Float64Array(times.length + kept.length);
  for (let row = 0; row < times.length; row++) {
    const back = Math.ceil((fromMs - times[row]) / windowMs);
    const at = lowerBound(columnTimes, 0, columnTimes.length, times[row] + back * windowMs);
    const value = tile[Math.min(at, tile.length - 1)];
    values[row] = value === STALE ? STALE : value + base - back * perTile;
  }
  for (let i = 0; i < kept.length; i++) values[times.length + i] = kept[i] === STALE ? STALE : kept[i] + base;
  series.values = values;
  series.base += base;
}

/** The samples of a tile reach one scrape short of its end: their increase is stretched to the whole. Counts stay whole numbers. */
function wholeTile(increase: number, times: Float64Array, windowMs: number): number {
  const stretched = (increase * windowMs) / (times[times.length - 1] - times[0]);
  return Number.isInteger(increase) ? Math.round(stretched) : stretched;
}
