import type { Labels } from '../contract/metrics.ts';
import { type ColumnArray, narrowed } from './columns.ts';
import { type PackedLabels, unpackLabels } from './packed-labels.ts';
import { createNumberPacker, createNumberReader } from './packed-numbers.ts';
import { reserveRows, type SeriesBlock } from './series-block.ts';
import { fillTiles, type TileSource, tileSource, tileTimes, type Tiling } from './tiles.ts';
import { createTimeColumn, lowerBound, type TimeColumn } from './time-column.ts';

/** The samples of a store. Tiled history is left out: it is made again from the window it came from. */
export interface PackedSamples {
  /** Samples a column, without history. */
  readonly lengths: ColumnArray;
  /** 1 where a column begins with history. */
  readonly tiled: Uint8Array;
  readonly labels: PackedLabels;
  readonly column: ColumnArray;
  readonly start: ColumnArray;
  readonly base: Float64Array;
  readonly lastRaw: Float64Array;
  /** NaN: the series has no history. */
  readonly perTile: Float64Array;
  /** Times of every column, then values of every series. */
  readonly numbers: Uint8Array;
}

/** Where the samples of a store lie. */
interface SampleSource {
  readonly columns: readonly TimeColumn[];
  /** By number of the series. */
  readonly columnOf: readonly number[];
  readonly positionOf: readonly number[];
  readonly blockOf: (id: number) => SeriesBlock;
}

/** @param labels of all series, packed: they never change, only new ones come */
export function packSamples({ columns, columnOf, positionOf, blockOf }: SampleSource, labels: PackedLabels, tiling: Tiling | null): PackedSamples {
  const tiled = new Uint8Array(columns.length);
  const start: number[] = [];
  const base = new Float64Array(columnOf.length);
  const lastRaw = new Float64Array(columnOf.length).fill(-Infinity);
  const perTile = new Float64Array(columnOf.length).fill(NaN);
  columnOf.forEach((column, id) => {
    const block = blockOf(id);
    start.push(block.start);
    if (block.capacity === 0) return;
    const at = positionOf[id] - block.first;
    base[id] = block.base[at];
    lastRaw[id] = block.lastRaw[at];
    perTile[id] = block.perTile[at];
    if (!Number.isNaN(perTile[id])) tiled[column] = 1;
  });
  const rows = tiling?.rows ?? 0;
  const packer = createNumberPacker();
  columns.forEach(({ times, length }, number) => {
    packer.pack(times, rows * tiled[number], length);
  });
  columnOf.forEach((column, id) => {
    const { values, first, capacity } = blockOf(id);
    const at = (positionOf[id] - first) * capacity;
    packer.pack(values, at + (Number.isNaN(perTile[id]) ? 0 : rows), at + columns[column].length - start[id]);
  });
  return {
    lengths: narrowed(columns.map(({ length }, number) => length - rows * tiled[number])),
    tiled,
    labels,
    column: narrowed(columnOf),
    start: narrowed(start),
    base,
    lastRaw,
    perTile,
    numbers: packer.bytes(),
  };
}

/** The store as it is filled again. */
interface SampleTarget {
  readonly addColumn: (column: TimeColumn) => void;
  /** Returns the position in the column. */
  readonly addSeries: (labels: Labels, column: number, start: number) => number;
  readonly blockOf: (id: number) => SeriesBlock;
}

/** Adds each column, then each series, in their order. */
export function unpackSamples(packed: PackedSamples, tiling: Tiling | null, { addColumn, addSeries, blockOf }: SampleTarget): void {
  const rows = tiling?.rows ?? 0;
  const reader = createNumberReader(packed.numbers);
  const lengths: number[] = [];
  const sources: TileSource[] = [];
  packed.lengths.forEach((samples, number) => {
    const before = rows * packed.tiled[number];
    const times = new Float64Array(Math.max(8, before + samples));
    reader.read(times, before, before + samples);
    if (tiling !== null && before > 0) {
      times.set(tileTimes(tiling));
      const end = lowerBound(times, before, before + samples, tiling.fromMs + tiling.windowMs);
      sources[number] = tileSource(tiling, times.subarray(before, end));
    }
    lengths.push(before + samples);
    addColumn(createTimeColumn(times, before + samples));
  });
  const labels = unpackLabels(packed.labels);
  // Blocks get room for values only when all their series are there.
  const positions = labels.map((one, id) => addSeries(one, packed.column[id], packed.start[id]));
  positions.forEach((position, id) => {
    const block = blockOf(id);
    const length = lengths[packed.column[id]] - block.start;
    // series that have come after the last scrape: more may join them
    if (length === 0) return;
    reserveRows(block, length);
    const { perTile, capacity, first } = block;
    const at = position - first;
    block.base[at] = packed.base[id];
    block.lastRaw[at] = packed.lastRaw[id];
    perTile[at] = packed.perTile[id];
    const tiled = !Number.isNaN(perTile[at]);
    const values = block.values.subarray(at * capacity, at * capacity + length);
    reader.read(values, tiled ? rows : 0, length);
    if (tiled) fillTiles(values, sources[packed.column[id]], perTile[at]);
  });
}
