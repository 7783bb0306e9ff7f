import type { SpanRow } from './span-row.ts';

/** Numbers a span takes: id, parent, kind, operation, source, start, end, status, error type, attempt. */
export const STRIDE = 10;
/** Spans a chunk holds; a trace is a list of chunks. */
const CHUNK_SPANS = 8;
const CHUNK = STRIDE * CHUNK_SPANS;
const NONE = -1;

/** The spans of one trace in the pool. */
export interface SpanList {
  head: number;
  tail: number;
  count: number;
}

/**
 * Spans of kept traces in one array of chunks with a free list: in an outage hundreds of traces a second are kept and as many dropped, which must not make
 * garbage.
 */
export interface SpanPool {
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
  /** Spans in the order they were added. */
  rows(list: SpanList, hi: number, lo: number): SpanRow[];
  /** Copies the spans' numbers, ten a span, to `into` from `at` on; returns where they end. */
  pack(list: SpanList, into: Float64Array, at: number): number;
  /** Whether the test holds for any span's source. */
  hasSource(list: SpanList, test: (source: number) => boolean): boolean;
  release(list: SpanList): void;
  clear(): void;
}

export function createSpanPool(): SpanPool {
  let numbers = new Float64Array(256 * CHUNK);
  let next = new Int32Array(256).fill(NONE);
  let made = 0;
  let free = NONE;

  const chunk = (): number => {
    if (free !== NONE) {
      const taken = free;
      free = next[taken];
      next[taken] = NONE;
      return taken;
    }
    if (made === next.length) {
      const wider = new Float64Array(numbers.length * 2);
      wider.set(numbers);
      numbers = wider;
      const longer = new Int32Array(next.length * 2).fill(NONE);
      longer.set(next);
      next = longer;
    }
    return made++;
  };
  const each = (list: SpanList, visit: (at: number) => void): void => {
    let left = list.count;
    for (let c = list.head; c !== NONE; c = next[c]) for (let i = 0; i < CHUNK_SPANS && left > 0; i++, left--) visit(c * CHUNK + i * STRIDE);
  };
  return {
    newList: () => ({ head: NONE, tail: NONE, count: 0 }),
    add(list, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt) {
      const slot = list.count % CHUNK_SPANS;
      if (slot === 0) {
        const fresh = chunk();
        if (list.head === NONE) list.head = fresh;
        else next[list.tail] = fresh;
        list.tail = fresh;
      }
      const at = list.tail * CHUNK + slot * STRIDE;
      numbers[at] = id;
      numbers[at + 1] = parent;
      numbers[at + 2] = kind;
      numbers[at + 3] = operation;
      numbers[at + 4] = source;
      numbers[at + 5] = startUs;
      numbers[at + 6] = endUs;
      numbers[at + 7] = status;
      numbers[at + 8] = errorType;
      numbers[at + 9] = attempt;
      list.count++;
    },
    rows(list, hi, lo) {
      const out: SpanRow[] = [];
      each(list, (at) => {
        const [id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt] = numbers.subarray(at, at + STRIDE);
        out.push({ hi, lo, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt });
      });
      return out;
    },
    pack(list, into, at) {
      let end = at;
      let left = list.count;
      for (let c = list.head; c !== NONE; c = next[c], left -= CHUNK_SPANS) {
        const part = numbers.subarray(c * CHUNK, c * CHUNK + Math.min(left, CHUNK_SPANS) * STRIDE);
        into.set(part, end);
        end += part.length;
      }
      return end;
    },
    hasSource(list, test) {
      let found = false;
      each(list, (at) => {
        if (!found && test(numbers[at + 4])) found = true;
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
    clear() {
      made = 0;
      free = NONE;
      next.fill(NONE);
    },
  };
}
