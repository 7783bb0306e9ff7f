import { type ColumnArray, narrowed } from './columns.ts';

/** Rows a chunk holds. A sealed chunk is never written again, so that snapshots may share it. */
export const CHUNK_ROWS = 8_192;

/** Log rows in columns. Row i is at `startUs + t[i]` and belongs to the trace `keyHi[keyOf[i]]`, `keyLo[keyOf[i]]`: lines of one request stand close together. */
export interface LogChunk {
  readonly startUs: number;
  readonly t: ColumnArray;
  readonly source: Uint16Array;
  readonly level: Uint8Array;
  readonly template: Uint8Array;
  readonly keyOf: Uint16Array;
  readonly keyHi: Uint32Array;
  readonly keyLo: Uint32Array;
  readonly a: ColumnArray;
  readonly b: ColumnArray;
  readonly c: ColumnArray;
  readonly d: ColumnArray;
  readonly e: ColumnArray;
}

/** A chunk that takes rows: wide columns, every row its own key. */
export function openChunk(): LogChunk {
  const wide = (): Int32Array => new Int32Array(CHUNK_ROWS);
  return {
    startUs: 0,
    t: new Float64Array(CHUNK_ROWS),
    source: new Uint16Array(CHUNK_ROWS),
    level: new Uint8Array(CHUNK_ROWS),
    template: new Uint8Array(CHUNK_ROWS),
    keyOf: Uint16Array.from({ length: CHUNK_ROWS }, (_, row) => row),
    keyHi: new Uint32Array(CHUNK_ROWS),
    keyLo: new Uint32Array(CHUNK_ROWS),
    a: wide(),
    b: wide(),
    c: wide(),
    d: wide(),
    e: wide(),
  };
}

/** The first `rows` of an open chunk as they are kept: about half the size, equal keys once. */
export function sealedChunk(open: LogChunk, rows: number): LogChunk {
  const startUs = rows === 0 ? 0 : open.t[0];
  const keyOf = new Uint16Array(rows);
  const keyHi = new Uint32Array(rows);
  const keyLo = new Uint32Array(rows);
  // By the high half; another key with the same one is simply written again.
  const known = new Map<number, number>();
  let keys = 0;
  for (let row = 0; row < rows; row++) {
    const hi = open.keyHi[row];
    const lo = open.keyLo[row];
    let key = known.get(hi) ?? -1;
    if (key === -1 || keyLo[key] !== lo) {
      key = keys++;
      keyHi[key] = hi;
      keyLo[key] = lo;
      known.set(hi, key);
    }
    keyOf[row] = key;
  }
  return {
    startUs,
    t: narrowed((open.t as Float64Array).subarray(0, rows).map((tUs) => tUs - startUs)),
    source: open.source.slice(0, rows),
    level: open.level.slice(0, rows),
    template: open.template.slice(0, rows),
    keyOf,
    keyHi: keyHi.slice(0, keys),
    keyLo: keyLo.slice(0, keys),
    a: narrowed(open.a, rows),
    b: narrowed(open.b, rows),
    c: narrowed(open.c, rows),
    d: narrowed(open.d, rows),
    e: narrowed(open.e, rows),
  };
}

/** An open chunk that begins with the rows of a sealed one. */
export function reopenedChunk(sealed: LogChunk): LogChunk {
  const open = openChunk();
  for (let row = 0; row < sealed.t.length; row++) {
    open.t[row] = sealed.startUs + sealed.t[row];
    open.keyHi[row] = sealed.keyHi[sealed.keyOf[row]];
    open.keyLo[row] = sealed.keyLo[sealed.keyOf[row]];
  }
  for (const name of ['source', 'level', 'template', 'a', 'b', 'c', 'd', 'e'] as const) open[name].set(sealed[name] as never);
  return open;
}
