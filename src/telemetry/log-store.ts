import { grownColumn, type ColumnArray, unwrapped } from './columns.ts';

/** A log row as numbers, read out of the columns. */
export interface LogRow {
  readonly id: number;
  readonly tUs: number;
  readonly source: number;
  readonly level: number;
  readonly template: number;
  readonly traceHi: number;
  readonly traceLo: number;
  readonly args: readonly [number, number, number, number, number];
}

/** What rows are chosen by before any text is made. `null` allows all. */
export interface RowFilter {
  readonly sources: Uint8Array | null;
  readonly minLevel: number;
  readonly traceHi: number;
  readonly traceLo: number;
  readonly byTrace: boolean;
  readonly fromUs: number;
  readonly toUs: number;
  readonly afterId: number;
}

/**
 * Log rows in columns; ids ascend from 0 and rows arrive in time order. Grows by doubling up to `rowsMax`, then drops the oldest, as a log
 * retention does.
 */
export interface LogStore {
  append(
    tUs: number,
    source: number,
    level: number,
    template: number,
    traceHi: number,
    traceLo: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
  ): void;
  /** Calls `visit` for rows that pass, newest or oldest first, until it returns false. */
  scan(filter: RowFilter, newestFirst: boolean, visit: (row: LogRow) => boolean): void;
  /** Rows ever written. */
  readonly count: number;
  snapshot(): unknown;
  restore(state: unknown): void;
}

interface LogColumns {
  t: Float64Array;
  source: Uint16Array;
  level: Uint8Array;
  template: Uint8Array;
  hi: Uint32Array;
  lo: Uint32Array;
  a: Int32Array;
  b: Int32Array;
  c: Int32Array;
  d: Int32Array;
  e: Int32Array;
}

interface LogState {
  readonly first: number;
  readonly count: number;
  readonly columns: Readonly<Record<string, ColumnArray>>;
}

const INITIAL_ROWS = 1 << 12;
export const LOG_ROWS_MAX = 1 << 21;

function newColumns(rows: number): LogColumns {
  const i32 = (): Int32Array => new Int32Array(rows);
  return {
    t: new Float64Array(rows),
    source: new Uint16Array(rows),
    level: new Uint8Array(rows),
    template: new Uint8Array(rows),
    hi: new Uint32Array(rows),
    lo: new Uint32Array(rows),
    a: i32(),
    b: i32(),
    c: i32(),
    d: i32(),
    e: i32(),
  };
}

export function createLogStore(rowsMax: number = LOG_ROWS_MAX): LogStore {
  let columns = newColumns(Math.min(INITIAL_ROWS, rowsMax));
  let capacity = columns.t.length;
  let count = 0;

  const grow = (): void => {
    capacity = Math.min(rowsMax, capacity * 2);
    columns = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, grownColumn(column as ColumnArray, capacity)]),
    ) as unknown as LogColumns;
  };
  const first = (): number => Math.max(0, count - capacity);
  /** First id whose time is at or after `tUs`. */
  const idAt = (tUs: number): number => {
    let low = first();
    let high = count;
    while (low < high) {
      const middle = low + ((high - low) >>> 1);
      if (columns.t[middle % capacity] < tUs) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const passes = (at: number, filter: RowFilter): boolean =>
    columns.level[at] >= filter.minLevel &&
    (filter.sources === null || filter.sources[columns.source[at]] === 1) &&
    (!filter.byTrace || (columns.hi[at] === filter.traceHi && columns.lo[at] === filter.traceLo));
  const rowAt = (id: number, at: number): LogRow => ({
    id,
    tUs: columns.t[at],
    source: columns.source[at],
    level: columns.level[at],
    template: columns.template[at],
    traceHi: columns.hi[at],
    traceLo: columns.lo[at],
    args: [columns.a[at], columns.b[at], columns.c[at], columns.d[at], columns.e[at]],
  });
  return {
    get count() {
      return count;
    },
    append(tUs, source, level, template, traceHi, traceLo, a, b, c, d, e) {
      if (count >= capacity && capacity < rowsMax) grow();
      const at = count++ % capacity;
      columns.t[at] = tUs;
      columns.source[at] = source;
      columns.level[at] = level;
      columns.template[at] = template;
      columns.hi[at] = traceHi;
      columns.lo[at] = traceLo;
      columns.a[at] = a;
      columns.b[at] = b;
      columns.c[at] = c;
      columns.d[at] = d;
      columns.e[at] = e;
    },
    scan(filter, newestFirst, visit) {
      const low = Math.max(first(), filter.afterId + 1, idAt(filter.fromUs));
      const high = filter.toUs === Infinity ? count : idAt(filter.toUs + 1);
      if (newestFirst) {
        for (let id = high - 1; id >= low; id--) if (passes(id % capacity, filter) && !visit(rowAt(id, id % capacity))) return;
      } else {
        for (let id = low; id < high; id++) if (passes(id % capacity, filter) && !visit(rowAt(id, id % capacity))) return;
      }
    },
    snapshot: (): LogState => ({
      first: first(),
      count,
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [name, unwrapped(column as ColumnArray, first() % capacity, count - first())]),
      ),
    }),
    restore(state) {
      const saved = state as LogState;
      const kept = saved.count - saved.first;
      capacity = Math.min(INITIAL_ROWS, rowsMax);
      while (capacity < kept) capacity = Math.min(rowsMax, capacity * 2);
      columns = newColumns(capacity);
      count = saved.count;
      for (const [name, column] of Object.entries(columns) as [string, ColumnArray][]) {
        const rows = saved.columns[name];
        const start = saved.first % capacity;
        const head = Math.min(kept, capacity - start);
        column.set(rows.subarray(0, head) as never, start);
        column.set(rows.subarray(head) as never);
      }
    },
  };
}
