import { mix } from '../base/hash.ts';
import { type ColumnArray, grownColumn, narrowed } from './columns.ts';
import type { SpanRow } from './span-row.ts';
import type { SpanList, SpanPool } from './span-pool.ts';

/**
 * The last spans of all requests, whether kept or not, so that a trace can be put together when its root ends. Rows of a ring are chained by hash
 * bucket of their trace, newest first; a chain ends where its next row has been overwritten, so nothing is ever removed.
 */
export interface SpanRing {
  write(
    hi: number,
    lo: number,
    id: number,
    parent: number,
    kind: number,
    operation: number,
    source: number,
    startUs: number,
    endUs: number,
    status: number,
    errorType: number,
    attempt: number,
  ): void;
  /** Nobody will ask for what the trace has left so far: snapshots need not hold it. */
  finish(hi: number, lo: number): void;
  /** Spans of a trace still in the ring, oldest first. */
  of(hi: number, lo: number): SpanRow[];
  /** Adds the same spans to a list of a pool. */
  copy(hi: number, lo: number, pool: SpanPool, list: SpanList): void;
  snapshot(): unknown;
  restore(state: unknown): void;
}

interface RingState {
  readonly written: number;
  /** Rows written after this one; oldest first. */
  readonly age: ColumnArray;
  readonly columns: Readonly<Record<string, ColumnArray>>;
}

export const SPAN_RING_ROWS = 1 << 18;
/** Kind of the row that says that its trace is finished; spans are of kind 1 to 3. */
const FINISHED = 0;
/** Marks the end of a chain: no row has this number. */
const NOTHING = 0xffffffff;

export function createSpanRing(rows: number = SPAN_RING_ROWS): SpanRing {
  const columns = {
    hi: new Uint32Array(rows),
    lo: new Uint32Array(rows),
    id: new Uint32Array(rows),
    parent: new Uint32Array(rows),
    kind: new Uint8Array(rows),
    operation: new Uint32Array(rows),
    source: new Uint32Array(rows),
    startUs: new Float64Array(rows),
    endUs: new Float64Array(rows),
    status: new Uint16Array(rows),
    errorType: new Uint32Array(rows),
    attempt: new Uint8Array(rows),
  };
  /** Number of the bucket's row before, counted from the first row ever written. */
  const before = new Uint32Array(rows).fill(NOTHING);
  const buckets = new Uint32Array(rows).fill(NOTHING);
  const { hi: his, lo: los } = columns;
  let written = 0;
  let scratch = new Int32Array(256);

  const rowAt = (at: number): SpanRow => ({
    hi: his[at],
    lo: los[at],
    id: columns.id[at],
    parent: columns.parent[at],
    kind: columns.kind[at],
    operation: columns.operation[at],
    source: columns.source[at],
    startUs: columns.startUs[at],
    endUs: columns.endUs[at],
    status: columns.status[at],
    errorType: columns.errorType[at],
    attempt: columns.attempt[at],
  });
  /** Fills `scratch` with the trace's rows, newest first; returns how many. */
  const positions = (hi: number, lo: number): number => {
    let found = 0;
    const oldest = Math.max(0, written - rows);
    let number = buckets[mix(hi, lo, 0, 0) & (rows - 1)];
    while (number !== NOTHING && number >= oldest) {
      const at = number % rows;
      if (his[at] === hi >>> 0 && los[at] === lo >>> 0) {
        if (columns.kind[at] === FINISHED) break;
        if (found === scratch.length) scratch = grownColumn(scratch, found * 2);
        scratch[found++] = at;
      }
      number = before[at];
    }
    return found;
  };
  /** Numbers of the spans whose trace may still be asked for, oldest first. */
  const unfinished = (): number[] => {
    const finished = new Map<number, number[]>();
    const found: number[] = [];
    for (let number = written - 1; number >= Math.max(0, written - rows); number--) {
      const at = number % rows;
      const lows = finished.get(his[at]);
      if (columns.kind[at] !== FINISHED) {
        if (lows === undefined || !lows.includes(los[at])) found.push(number);
      } else if (lows === undefined) finished.set(his[at], [los[at]]);
      else lows.push(los[at]);
    }
    return found.reverse();
  };
  const put = (hi: number, lo: number, kind: number, at: number): void => {
    his[at] = hi;
    los[at] = lo;
    columns.kind[at] = kind;
    const bucket = mix(hi, lo, 0, 0) & (rows - 1);
    before[at] = buckets[bucket];
    buckets[bucket] = written++;
  };
  return {
    write(hi, lo, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt) {
      const at = written % rows;
      columns.id[at] = id;
      columns.parent[at] = parent;
      columns.operation[at] = operation;
      columns.source[at] = source;
      columns.startUs[at] = startUs;
      columns.endUs[at] = endUs;
      columns.status[at] = status;
      columns.errorType[at] = errorType;
      columns.attempt[at] = attempt;
      put(hi, lo, kind, at);
    },
    finish: (hi, lo) => put(hi, lo, FINISHED, written % rows),
    of(hi, lo) {
      const found = positions(hi, lo);
      return Array.from({ length: found }, (_, i) => rowAt(scratch[found - 1 - i]));
    },
    copy(hi, lo, pool, list) {
      const c = columns;
      for (let i = positions(hi, lo) - 1; i >= 0; i--) {
        const at = scratch[i];
        pool.add(
          list,
          c.id[at],
          c.parent[at],
          c.kind[at],
          c.operation[at],
          c.source[at],
          c.startUs[at],
          c.endUs[at],
          c.status[at],
          c.errorType[at],
          c.attempt[at],
        );
      }
    },
    snapshot(): RingState {
      const numbers = unfinished();
      const column = (values: ColumnArray): ColumnArray => narrowed(numbers.map((number) => values[number % rows]));
      return {
        written,
        age: narrowed(numbers.map((number) => written - 1 - number)),
        columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, column(values)])),
      };
    },
    restore(state) {
      const saved = state as RingState;
      buckets.fill(NOTHING);
      saved.age.forEach((age, row) => {
        written = saved.written - 1 - age;
        const at = written % rows;
        for (const [name, column] of Object.entries(columns)) column[at] = saved.columns[name][row];
        put(his[at], los[at], columns.kind[at], at);
      });
      written = saved.written;
    },
  };
}
