import type { Hasher } from '../base/hash.ts';
import type { Appender, Labels, Matcher, Queryable, SeriesSamples } from '../contract/metrics.ts';
import { createLabelIndex } from './label-index.ts';
import { labelKey } from './label-key.ts';
import { packLabels, type PackedLabels } from './packed-labels.ts';
import { type PackedSamples, packSamples, unpackSamples } from './packed-samples.ts';
import { createSampleHash } from './sample-hash.ts';
import type { Tiling } from './tiles.ts';
import { appendToBlock, blockAt, createSeriesBlock, type SeriesBlock } from './series-block.ts';
import { createTimeColumn, lowerBound, type TimeColumn } from './time-column.ts';

/** One stored series as a reader sees it. Its samples are `column.times[start + i]` with `values[i]`. */
export interface StoredSeries {
  readonly labels: Labels;
  readonly column: number;
  /** Rows of the time column before the series existed. */
  readonly start: number;
  /** A view: do not write, do not keep. */
  readonly values: Float64Array;
}

/**
 * Samples in memory. Series that are scraped together share one column of times, so a sample costs 8 bytes, and lie in blocks (`series-block.ts`).
 * A row of a column holds a value for every series in it; `STALE` where a series has none.
 */
export interface Tsdb extends Queryable, Appender {
  /** A new time column; returns its number. */
  column(): number;
  /** The series' position in the column's rows. Registering the same labels in the same column again returns the first position. */
  register(column: number, labels: Labels): number;
  /** Appends one row, and leaves in it what was stored: counters with their past before the simulation. Times ascend within a column. @throws RangeError if time does not advance. */
  appendRow(column: number, timeMs: number, row: Float64Array): void;
  metricNames(): string[];
  readonly seriesCount: number;
  readonly sampleCount: number;
  /** How the samples before the warm-up were made from it; null when none were. */
  tiling: Tiling | null;
  /** All series in their order, made for the caller: for export and tests. */
  series(): StoredSeries[];
  /** For `history.ts`, which alone may change what is in them. */
  blocks(column: number): readonly SeriesBlock[];
  labelsAt(column: number, position: number): Labels;
  readonly columnCount: number;
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
  const blocks: SeriesBlock[][] = [];
  /** Numbers of a column's series, by position. */
  const members: number[][] = [];
  // What there is once a series: numbers and shared texts, so that a million of them are a few large arrays.
  const labelsOf: Labels[] = [];
  const columnOf: number[] = [];
  const positionOf: number[] = [];
  const byKey = new Map<string, number>();
  const index = createLabelIndex();
  const hash = createSampleHash();
  let sampleCount = 0;
  let tiling: Tiling | null = null;
  let labels: PackedLabels = packLabels([]);
  const single = new Float64Array(1);

  const addColumn = (column: TimeColumn): number => {
    columns.push(column);
    blocks.push([]);
    members.push([]);
    return columns.length - 1;
  };
  const addSeries = (labels: Labels, column: number, start: number): number => {
    const id = labelsOf.push(labels) - 1;
    byKey.set(labelKey(labels), id);
    index.add(id, labels);
    const position = members[column].push(id) - 1;
    columnOf.push(column);
    positionOf.push(position);
    let block = blocks[column].at(-1);
    if (block === undefined || block.start !== start || block.capacity > 0) blocks[column].push((block = createSeriesBlock(column, position, start)));
    block.count++;
    return position;
  };
  const register = (column: number, labels: Labels): number => {
    const known = byKey.get(labelKey(labels));
    if (known === undefined) return addSeries(labels, column, columns[column].length);
    if (columnOf[known] !== column) throw new RangeError(`series ${labelKey(labels)} is already scraped elsewhere`);
    return positionOf[known];
  };
  const appendRow = (column: number, timeMs: number, row: Float64Array): void => {
    const length = columns[column].push(timeMs);
    const count = members[column].length;
    for (const block of blocks[column]) appendToBlock(block, length, row);
    hash.add(timeMs);
    hash.addAll(row, count);
    sampleCount += count;
  };
  const blockOf = (id: number): SeriesBlock => blockAt(blocks[columnOf[id]], positionOf[id]);
  const samplesOf = (id: number, fromMs: number, toMs: number): SeriesSamples | null => {
    const { times, length } = columns[columnOf[id]];
    const block = blockOf(id);
    const low = lowerBound(times, block.start, length, fromMs);
    // The first time after toMs; times are finite, so the next representable bound is not needed.
    let high = lowerBound(times, low, length, toMs);
    if (high < length && times[high] === toMs) high++;
    if (low >= high) return null;
    const at = (positionOf[id] - block.first) * block.capacity - block.start;
    return { labels: labelsOf[id], timesMs: times.subarray(low, high), values: block.values.subarray(at + low, at + high) };
  };
  return {
    column: () => addColumn(createTimeColumn()),
    register,
    appendRow,
    append(labels, timeMs, value) {
      const column = columnOf[byKey.get(labelKey(labels)) ?? -1] ?? addColumn(createTimeColumn());
      if (members[column].length === 0) register(column, labels);
      if (members[column].length !== 1) throw new RangeError(`series ${labelKey(labels)} is scraped: it takes no single samples`);
      single[0] = value;
      appendRow(column, timeMs, single);
    },
    select(matchers: readonly Matcher[], fromMs, toMs) {
      const out: SeriesSamples[] = [];
      for (const id of index.find(matchers, (id) => labelsOf[id])) {
        const samples = samplesOf(id, fromMs, toMs);
        if (samples !== null) out.push(samples);
      }
      return out;
    },
    metricNames: () => index.values('__name__'),
    get seriesCount() {
      return labelsOf.length;
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
    series: () =>
      labelsOf.map((labels, id) => {
        const column = columnOf[id];
        const block = blockOf(id);
        const at = (positionOf[id] - block.first) * block.capacity;
        return { labels, column, start: block.start, values: block.values.subarray(at, at + columns[column].length - block.start) };
      }),
    blocks: (column) => blocks[column],
    labelsAt: (column, position) => labelsOf[members[column][position]],
    get columnCount() {
      return columns.length;
    },
    timeColumn: (column) => columns[column],
    rehash() {
      sampleCount = 0;
      hash.reset();
      for (let id = 0; id < labelsOf.length; id++) {
        const { times, length } = columns[columnOf[id]];
        const block = blockOf(id);
        const at = (positionOf[id] - block.first) * block.capacity - block.start;
        for (let row = block.start; row < length; row++, sampleCount++) {
          hash.add(times[row]);
          hash.add(block.values[at + row]);
        }
      }
    },
    snapshot(): TsdbState {
      if (labels.count !== labelsOf.length) labels = packLabels(labelsOf);
      return { samples: packSamples({ columns, columnOf, positionOf, blockOf }, labels, tiling), lanes: hash.lanes.slice(), sampleCount, tiling };
    },
    restore(state) {
      const saved = state as TsdbState;
      for (const list of [columns, blocks, members, labelsOf, columnOf, positionOf]) list.length = 0;
      byKey.clear();
      index.clear();
      labels = saved.samples.labels;
      unpackSamples(saved.samples, saved.tiling, { addColumn, addSeries, blockOf });
      hash.lanes.set(saved.lanes);
      sampleCount = saved.sampleCount;
      tiling = saved.tiling;
    },
    hashInto(h) {
      h.u32(labelsOf.length);
      h.u32(sampleCount >>> 0);
      h.bytes(hash.lanes);
    },
  };
}
