import { CHUNK_ROWS, type LogChunk, openChunk, reopenedChunk, sealedChunk } from './log-chunk.ts';

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
 * Log rows in chunks of columns; ids ascend from 0 and rows arrive in time order. Beyond `rowsMax` the oldest are dropped, as a log
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

interface LogState {
  readonly count: number;
  /** Number of the first of `chunks`. */
  readonly firstChunk: number;
  readonly chunks: readonly LogChunk[];
}

export const LOG_ROWS_MAX = 1 << 21;

export function createLogStore(rowsMax: number = LOG_ROWS_MAX): LogStore {
  /** From chunk `firstChunk` on; the last is open, all before it are sealed. */
  let chunks: LogChunk[] = [openChunk()];
  let firstChunk = 0;
  let open = chunks[0];
  let count = 0;

  const first = (): number => Math.max(0, count - rowsMax);
  const chunkOf = (id: number): LogChunk => chunks[Math.floor(id / CHUNK_ROWS) - firstChunk];
  const nextChunk = (): void => {
    chunks[chunks.length - 1] = sealedChunk(open, CHUNK_ROWS);
    open = openChunk();
    chunks.push(open);
    const unused = Math.floor(first() / CHUNK_ROWS) - firstChunk;
    if (unused === 0) return;
    chunks = chunks.slice(unused);
    firstChunk += unused;
  };
  const timeOf = (id: number): number => chunkOf(id).startUs + chunkOf(id).t[id % CHUNK_ROWS];
  /** First id whose time is at or after `tUs`. */
  const idAt = (tUs: number): number => {
    let low = first();
    let high = count;
    while (low < high) {
      const middle = low + ((high - low) >>> 1);
      if (timeOf(middle) < tUs) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    get count() {
      return count;
    },
    append(tUs, source, level, template, traceHi, traceLo, a, b, c, d, e) {
      const at = count % CHUNK_ROWS;
      if (at === 0 && count > 0) nextChunk();
      count++;
      open.t[at] = tUs;
      open.source[at] = source;
      open.level[at] = level;
      open.template[at] = template;
      open.keyHi[at] = traceHi;
      open.keyLo[at] = traceLo;
      open.a[at] = a;
      open.b[at] = b;
      open.c[at] = c;
      open.d[at] = d;
      open.e[at] = e;
    },
    scan(filter, newestFirst, visit) {
      const low = Math.max(first(), filter.afterId + 1, idAt(filter.fromUs));
      const high = filter.toUs === Infinity ? count : idAt(filter.toUs + 1);
      const step = newestFirst ? -1 : 1;
      for (let id = newestFirst ? high - 1 : low; id >= low && id < high; id += step) {
        const chunk = chunkOf(id);
        const at = id % CHUNK_ROWS;
        if (passes(chunk, at, filter) && !visit(rowAt(chunk, at, id))) return;
      }
    },
    snapshot: (): LogState => ({
      count,
      firstChunk,
      // Sealed chunks are never written again: sharing them costs nothing.
      chunks: [...chunks.slice(0, -1), sealedChunk(open, count - (firstChunk + chunks.length - 1) * CHUNK_ROWS)],
    }),
    restore(state) {
      const saved = state as LogState;
      count = saved.count;
      firstChunk = saved.firstChunk;
      open = reopenedChunk(saved.chunks[saved.chunks.length - 1]);
      chunks = [...saved.chunks.slice(0, -1), open];
    },
  };
}

function passes(chunk: LogChunk, at: number, filter: RowFilter): boolean {
  if (chunk.level[at] < filter.minLevel || (filter.sources !== null && filter.sources[chunk.source[at]] !== 1)) return false;
  const key = chunk.keyOf[at];
  return !filter.byTrace || (chunk.keyHi[key] === filter.traceHi && chunk.keyLo[key] === filter.traceLo);
}

function rowAt(chunk: LogChunk, at: number, id: number): LogRow {
  const key = chunk.keyOf[at];
  return {
    id,
    tUs: chunk.startUs + chunk.t[at],
    source: chunk.source[at],
    level: chunk.level[at],
    template: chunk.template[at],
    traceHi: chunk.keyHi[key],
    traceLo: chunk.keyLo[key],
    args: [chunk.a[at], chunk.b[at], chunk.c[at], chunk.d[at], chunk.e[at]],
  };
}
