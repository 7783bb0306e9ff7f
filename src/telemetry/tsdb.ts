import type { Hasher } from '../base/hash.ts';
import { type Appender, type Labels, type Matcher, type Queryable, type SeriesSamples, STALE } from '../contract/metrics.ts';
import { createLabelIndex } from './label-index.ts';
import { labelKey } from './label-key.ts';
import { packLabels, type PackedLabels } from './packed-labels.ts';
import { packSamples, type PackedSamples, unpackSamples } from './packed-samples.ts';
import { createSampleHash } from './sample-hash.ts';
import type { Tiling } from './tiles.ts';
import { createTimeColumn, lowerBound, type TimeColumn } from './time-column.ts';

/** One stored series. Its samples are `column.times[start + i]` with `values[i]`. */
export interface StoredSeries {
  readonly labels: Labels;
  readonly column: number;
  /** Rows of the time column before the series existed. */
  start: number;
  values: Float64Array;
  /** Added to every value appended: what a counter had counted before the simulation began (`history.ts`). */
  base: number;
  /** Last value given to `appendRow`, before `base`. */
  lastRaw: number;
  /** What it gains in a window of the tiling; 0 for what repeats its values, null when its past was not tiled. */
  perTile: number | null;
}

/**
 * Samples in memory. Series that are scraped together share one column of times, so a sample costs 8 bytes. A row of a column holds
 * a value for every series in it; `STALE` where a series has none.
 */
export interface Tsdb extends Queryable, Appender {
  /** A new time column; returns its number. */
  column(): number;
  /** The series' position in the column's rows. Registering the same labels in the same column again returns the first position. */
  register(column: number, labels: Labels): number;
  /** Appends one row. Times ascend within a column. @throws RangeError if time does not advance. */
  appendRow(column: number, timeMs: number, row: Float64Array): void;
  metricNames(): string[];
  readonly seriesCount: number;
  readonly sampleCount: number;
  /** How the samples before the warm-up were made from it; null when none were. */
  tiling: Tiling | null;
  /** For history, export and tests. Do not change samples through it except in `history.ts`. */
  series(): readonly StoredSeries[];
  timeColumn(column: number): TimeColumn;
  /** Begins the running hash anew from what is stored; for history, which changes samples after the fact. */
  rehash(): void;
  snapshot(): unknown;
  restore(state: unknown): void;
  hashInto(h: Hasher): void;
}

interface TsdbState {
  readonly samples: PackedSamples;
  readonly lanes: Uint32Array;
  readonly sampleCount: number;
  readonly tiling: Tiling | null;
}

export function createTsdb(): Tsdb {
  const columns: TimeColumn[] = [];
  const members: number[][] = [];
  const all: StoredSeries[] = [];
  const byKey = new Map<string, number>();
  const positions: Map<number, number>[] = [];
  const index = createLabelIndex();
  const hash = createSampleHash();
  let sampleCount = 0;
  let tiling: Tiling | null = null;
  let labels: PackedLabels = packLabels([]);
  const single = new Float64Array(1);

  const addColumn = (column: TimeColumn): number => {
    columns.push(column);
    members.push([]);
    positions.push(new Map());
    return columns.length - 1;
  };
  const addSeries = (series: StoredSeries): number => {
    const id = all.length;
    all.push(series);
    byKey.set(labelKey(series.labels), id);
    index.add(id, series.labels);
    positions[series.column].set(id, members[series.column].length);
    return members[series.column].push(id) - 1;
  };
  const register = (column: number, labels: Labels): number => {
    const known = byKey.get(labelKey(labels));
    if (known !== undefined) {
      const position = positions[column].get(known);
      if (position === undefined) throw new RangeError(`series ${labelKey(labels)} is already scraped elsewhere`);
      return position;
    }
    return addSeries({ labels, column, start: columns[column].length, values: new Float64Array(8), base: 0, lastRaw: -Infinity, perTile: null });
  };
  const appendRow = (column: number, timeMs: number, row: Float64Array): void => {
    const length = columns[column].push(timeMs);
    hash.add(timeMs);
    const ids = members[column];
    for (let position = 0; position < ids.length; position++) {
      const series = all[ids[position]];
      const at = length - 1 - series.start;
      if (at >= series.values.length) series.values = grown(series.values);
      let value = row[position];
      if (value !== STALE) {
        // A counter that fell was reset by its program: what it had counted before is gone.
        if (series.base !== 0 && value < series.lastRaw) series.base = 0;
        series.lastRaw = value;
        value += series.base;
      }
      series.values[at] = value;
      hash.add(value);
    }
    sampleCount += ids.length;
  };
  const samplesOf = (series: StoredSeries, fromMs: number, toMs: number): SeriesSamples | null => {
    const { times, length } = columns[series.column];
    const low = lowerBound(times, series.start, length, fromMs);
    // The first time after toMs; times are finite, so the next representable bound is not needed.
    let high = lowerBound(times, low, length, toMs);
    if (high < length && times[high] === toMs) high++;
    if (low >= high) return null;
    return { labels: series.labels, timesMs: times.subarray(low, high), values: series.values.subarray(low - series.start, high - series.start) };
  };
  return {
    column: () => addColumn(createTimeColumn()),
    register,
    appendRow,
    append(labels, timeMs, value) {
      const id = byKey.get(labelKey(labels));
      if (id === undefined) register(addColumn(createTimeColumn()), labels);
      const series = all[id ?? all.length - 1];
      if (members[series.column].length !== 1) throw new RangeError(`series ${labelKey(labels)} is scraped: it takes no single samples`);
      single[0] = value;
      appendRow(series.column, timeMs, single);
    },
    select(matchers: readonly Matcher[], fromMs, toMs) {
      const out: SeriesSamples[] = [];
      for (const id of index.find(matchers, all)) {
        const samples = samplesOf(all[id], fromMs, toMs);
        if (samples !== null) out.push(samples);
      }
      return out;
    },
    metricNames: () => index.values('__name__'),
    get seriesCount() {
      return all.length;
    },
    get sampleCount() {
      return sampleCount;
    },
    get tiling() {
      return tiling;
    },
    set tiling(value: Tiling | null) {
      tiling = value;
    },
    series: () => all,
    timeColumn: (column) => columns[column],
    rehash() {
      sampleCount = 0;
      hash.reset();
      for (const series of all) {
        const { times, length } = columns[series.column];
        for (let row = series.start; row < length; row++, sampleCount++) {
          hash.add(times[row]);
          hash.add(series.values[row - series.start]);
        }
      }
    },
    snapshot(): TsdbState {
      if (labels.count !== all.length) labels = packLabels(all.map((series) => series.labels));
      return { samples: packSamples(columns, all, labels, tiling), lanes: hash.lanes.slice(), sampleCount, tiling };
    },
    restore(state) {
      const saved = state as TsdbState;
      for (const list of [columns, members, positions, all]) list.length = 0;
      byKey.clear();
      index.clear();
      labels = saved.samples.labels;
      unpackSamples(saved.samples, saved.tiling, addColumn, addSeries);
      hash.lanes.set(saved.lanes);
      sampleCount = saved.sampleCount;
      tiling = saved.tiling;
    },
    hashInto(h) {
      h.u32(all.length);
      h.u32(sampleCount >>> 0);
      h.bytes(hash.lanes);
    },
  };
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(values.length * 2);
  wider.set(values);
  return wider;
}
