import { mix } from '../base/hash.ts';
import { type ColumnArray, grownColumn, narrowed } from './columns.ts';
import type { SpanColumns, SpanList, SpanPool } from './span-pool.ts';

/**
 * Traces whose root has not ended: what has been left of each so far, whether it will be kept or not. Those that end go back to the pool at once, so what the
 * engine writes to is what it wrote to a moment ago, and lies in the processor's caches. A trace that nobody ends, such as what servers say after their
 * caller has gone, goes when so many spans have been written since it began.
 */
export interface OpenTraces {
  /** Number of the open trace of a key; -1 without. Called for every span. */
  find(hi: number, lo: number): number;
  begin(hi: number, lo: number): number;
  add(
    trace: number,
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
  /** Ends a trace, and hands its spans over, which are the caller's from now on. */
  take(trace: number): SpanList;
  /** Ends a trace that nobody will ask for. */
  drop(trace: number): void;
  snapshot(): unknown;
  /** Into a pool that has been restored. */
  restore(state: unknown): void;
}

interface OpenState {
  readonly written: number;
  /** A row a trace, oldest first. */
  readonly hi: ColumnArray;
  readonly lo: ColumnArray;
  /** Spans written since it began. */
  readonly age: ColumnArray;
  readonly spanCount: ColumnArray;
  /** A row a span. */
  readonly spans: Readonly<Record<keyof SpanColumns, ColumnArray>>;
}

/** A minute of a fleet at its busiest. */
export const OPEN_SPANS = 1 << 18;
const BUCKETS = 1 << 12;
const NONE = -1;
const SPAN_FIELDS = ['id', 'parent', 'kind', 'operation', 'source', 'startUs', 'endUs', 'status', 'errorType', 'attempt'] as const;

/** @param spansMax a trace is forgotten when so many spans have been written since it began */
export function createOpenTraces(pool: SpanPool, spansMax: number = OPEN_SPANS): OpenTraces {
  const buckets = new Int32Array(BUCKETS).fill(NONE);
  let his = new Uint32Array(256);
  let los = new Uint32Array(256);
  let begun = new Float64Array(256);
  /** The next of the bucket; of a free row, the next free one. */
  let next = new Int32Array(256);
  /** Traces by age. */
  let older = new Int32Array(256);
  let newer = new Int32Array(256);
  let lists: SpanList[] = [];
  let free = NONE;
  let oldest = NONE;
  let newest = NONE;
  let written = 0;

  const bucketOf = (hi: number, lo: number): number => mix(hi, lo, 1, 0) & (BUCKETS - 1);
  const grow = (): void => {
    const rows = his.length * 2;
    his = grownColumn(his, rows);
    los = grownColumn(los, rows);
    begun = grownColumn(begun, rows);
    next = grownColumn(next, rows);
    older = grownColumn(older, rows);
    newer = grownColumn(newer, rows);
  };
  const newRow = (): number => {
    if (free !== NONE) {
      const row = free;
      free = next[row];
      return row;
    }
    if (lists.length === his.length) grow();
    return lists.push(pool.newList()) - 1;
  };
  const remove = (row: number): void => {
    const bucket = bucketOf(his[row], los[row]);
    if (buckets[bucket] === row) buckets[bucket] = next[row];
    else {
      let before = buckets[bucket];
      while (next[before] !== row) before = next[before];
      next[before] = next[row];
    }
    if (older[row] === NONE) oldest = newer[row];
    else newer[older[row]] = newer[row];
    if (newer[row] === NONE) newest = older[row];
    else older[newer[row]] = older[row];
    next[row] = free;
    free = row;
  };
  const drop = (row: number): void => {
    pool.release(lists[row]);
    remove(row);
  };
  const begin = (hi: number, lo: number): number => {
    while (oldest !== NONE && written - begun[oldest] >= spansMax) drop(oldest);
    const row = newRow();
    const bucket = bucketOf(hi, lo);
    his[row] = hi;
    los[row] = lo;
    begun[row] = written;
    next[row] = buckets[bucket];
    buckets[bucket] = row;
    older[row] = newest;
    newer[row] = NONE;
    if (newest === NONE) oldest = row;
    else newer[newest] = row;
    newest = row;
    return row;
  };
  const byAge = (): number[] => {
    const rows: number[] = [];
    for (let row = oldest; row !== NONE; row = newer[row]) rows.push(row);
    return rows;
  };
  return {
    find(hi, lo) {
      let row = buckets[bucketOf(hi, lo)];
      while (row !== NONE && (los[row] !== lo >>> 0 || his[row] !== hi >>> 0)) row = next[row];
      return row;
    },
    begin,
    add(trace, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt) {
      written++;
      pool.add(lists[trace], id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt);
    },
    take(trace) {
      const list = lists[trace];
      lists[trace] = pool.newList();
      remove(trace);
      return list;
    },
    drop,
    snapshot(): OpenState {
      const rows = byAge();
      const spans: number[] = [];
      for (const row of rows) pool.each(lists[row], (at) => void spans.push(at));
      const { columns } = pool;
      return {
        written,
        hi: narrowed(rows.map((row) => his[row])),
        lo: narrowed(rows.map((row) => los[row])),
        age: narrowed(rows.map((row) => written - begun[row])),
        spanCount: narrowed(rows.map((row) => lists[row].count)),
        spans: Object.fromEntries(SPAN_FIELDS.map((field) => [field, narrowed(spans.map((at) => columns[field][at]))])) as OpenState['spans'],
      };
    },
    restore(state) {
      const saved = state as OpenState;
      buckets.fill(NONE);
      lists = [];
      [free, oldest, newest] = [NONE, NONE, NONE];
      const { id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt } = saved.spans;
      let at = 0;
      for (let i = 0; i < saved.hi.length; i++) {
        written = saved.written - saved.age[i];
        const row = begin(saved.hi[i], saved.lo[i]);
        for (let left = saved.spanCount[i]; left > 0; left--, at++)
          pool.add(lists[row], id[at], parent[at], kind[at], operation[at], source[at], startUs[at], endUs[at], status[at], errorType[at], attempt[at]);
      }
      written = saved.written;
    },
  };
}
