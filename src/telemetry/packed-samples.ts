import { type ColumnArray, narrowed } from './columns.ts';
import { type PackedLabels, unpackLabels } from './packed-labels.ts';
import { createNumberPacker, createNumberReader } from './packed-numbers.ts';
import { fillTiles, type TileSource, tileSource, tileTimes, type Tiling } from './tiles.ts';
import { createTimeColumn, lowerBound, type TimeColumn } from './time-column.ts';
import type { StoredSeries } from './tsdb.ts';

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

/** @param labels of all series, packed: they never change, only new ones come */
export function packSamples(columns: readonly TimeColumn[], all: readonly StoredSeries[], labels: PackedLabels, tiling: Tiling | null): PackedSamples {
  const tiled = new Uint8Array(columns.length);
  for (const series of all) if (series.perTile !== null) tiled[series.column] = 1;
  const rows = tiling?.rows ?? 0;
  const packer = createNumberPacker();
  columns.forEach(({ times, length }, number) => {
    packer.pack(times, rows * tiled[number], length);
  });
  for (const series of all) packer.pack(series.values, series.perTile === null ? 0 : rows, columns[series.column].length - series.start);
  return {
    lengths: narrowed(columns.map(({ length }, number) => length - rows * tiled[number])),
    tiled,
    labels,
    column: narrowed(all.map(({ column }) => column)),
    start: narrowed(all.map(({ start }) => start)),
    base: Float64Array.from(all, ({ base }) => base),
    lastRaw: Float64Array.from(all, ({ lastRaw }) => lastRaw),
    perTile: Float64Array.from(all, ({ perTile }) => perTile ?? NaN),
    numbers: packer.bytes(),
  };
}

/** Calls back for each column, then for each series, in their order. */
export function unpackSamples(
  packed: PackedSamples,
  tiling: Tiling | null,
  addColumn: (column: TimeColumn) => void,
  addSeries: (series: StoredSeries) => void,
): void {
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
  for (let id = 0; id < labels.length; id++) {
    const column = packed.column[id];
    const start = packed.start[id];
    const perTile = Number.isNaN(packed.perTile[id]) ? null : packed.perTile[id];
    const length = lengths[column] - start;
    const values = new Float64Array(Math.max(8, length));
    reader.read(values, perTile === null ? 0 : rows, length);
    if (perTile !== null) fillTiles(values, sources[column], perTile);
    addSeries({ labels: labels[id], column, start, values, base: packed.base[id], lastRaw: packed.lastRaw[id], perTile });
  }
}
