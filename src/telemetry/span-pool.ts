import { grownColumn } from './columns.ts';
import type { SpanRow } from './span-row.ts';

/** Spans a chunk holds; a trace is a list of chunks. */
const CHUNK = 8;
const NONE = -1;

/** The spans of one trace in the pool. */
export interface SpanList {
  head: number;
  tail: number;
  count: number;
}

/** Spans by position. Ids and parents are unsigned. */
export interface SpanColumns {
  id: Uint32Array;
  parent: Uint32Array;
  kind: Uint8Array;
  operation: Uint32Array;
  source: Uint32Array;
  startUs: Float64Array;
  endUs: Float64Array;
  status: Uint16Array;
  errorType: Uint32Array;
  attempt: Uint8Array;
}

/**
 * Spans of kept traces in one table of chunks with a free list: in an outage hundreds of traces a second are kept and as many dropped, which must not make
 * garbage.
 */
export interface SpanPool {
  /** Replaced when the pool grows. */
  readonly columns: Readonly<SpanColumns>;
  newList(): SpanList;
  add(
    list: SpanList,
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
  /** Calls `visit` with the position of each span in the order they were added. */
  each(list: SpanList, visit: (at: number) => void): void;
  /** Spans in the order they were added. */
  rows(list: SpanList, hi: number, lo: number): SpanRow[];
  /** Whether the test holds for any span's source. */
  hasSource(list: SpanList, test: (source: number) => boolean): boolean;
  release(list: SpanList): void;
  /** Empties the pool and makes room for so many spans in so many traces at once. */
  clear(spans?: number, traces?: number): void;
}

function newColumns(chunks: number): SpanColumns {
  const rows = chunks * CHUNK;
  const u32 = (): Uint32Array => new Uint32Array(rows);
  return {
    id: u32(),
    parent: u32(),
    kind: new Uint8Array(rows),
    operation: u32(),
    source: u32(),
    startUs: new Float64Array(rows),
    endUs: new Float64Array(rows),
    status: new Uint16Array(rows),
    errorType: u32(),
    attempt: new Uint8Array(rows),
  };
}

export function createSpanPool(): SpanPool {
  let columns = newColumns(256);
  let next = new Int32Array(256).fill(NONE);
  let made = 0;
  let free = NONE;

  const grow = (chunks: number): void => {
    const wider = newColumns(chunks);
    for (const name of Object.keys(columns) as (keyof SpanColumns)[]) wider[name].set(columns[name]);
    columns = wider;
    next = grownColumn(next, chunks).fill(NONE, next.length);
  };
  const chunk = (): number => {
    if (free !== NONE) {
      const taken = free;
      free = next[taken];
      next[taken] = NONE;
      return taken;
    }
    if (made === next.length) grow(next.length * 2);
    return made++;
  };
  const each = (list: SpanList, visit: (at: number) => void): void => {
    let left = list.count;
    for (let c = list.head; c !== NONE; c = next[c]) for (let i = 0; i < CHUNK && left > 0; i++, left--) visit(c * CHUNK + i);
  };
  return {
    get columns() {
      return columns;
    },
    newList: () => ({ head: NONE, tail: NONE, count: 0 }),
    add(list, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt) {
      const slot = list.count % CHUNK;
      if (slot === 0) {
        const fresh = chunk();
        if (list.head === NONE) list.head = fresh;
        else next[list.tail] = fresh;
        list.tail = fresh;
      }
      const at = list.tail * CHUNK + slot;
      columns.id[at] = id;
      columns.parent[at] = parent;
      columns.kind[at] = kind;
      columns.operation[at] = operation;
      columns.source[at] = source;
      columns.startUs[at] = startUs;
      columns.endUs[at] = endUs;
      columns.status[at] = status;
      columns.errorType[at] = errorType;
      columns.attempt[at] = attempt;
      list.count++;
    },
    each,
    rows(list, hi, lo) {
      const out: SpanRow[] = [];
      const c = columns;
      each(list, (at) => {
        out.push({
          hi,
          lo,
          id: c.id[at],
          parent: c.parent[at],
          kind: c.kind[at],
          operation: c.operation[at],
          source: c.source[at],
          startUs: c.startUs[at],
          endUs: c.endUs[at],
          status: c.status[at],
          errorType: c.errorType[at],
          attempt: c.attempt[at],
        });
      });
      return out;
    },
    hasSource(list, test) {
      let found = false;
      each(list, (at) => {
        if (!found && test(columns.source[at])) found = true;
      });
      return found;
    },
    release(list) {
      if (list.head === NONE) return;
      next[list.tail] = free;
      free = list.head;
      list.head = NONE;
      list.tail = NONE;
      list.count = 0;
    },
    clear(spans = 0, traces = 0) {
      const chunks = Math.ceil(spans / CHUNK) + traces;
      if (chunks > next.length) grow(chunks);
      made = 0;
      free = NONE;
      next.fill(NONE);
    },
  };
}
