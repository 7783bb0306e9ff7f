import { doubled } from '../columns.ts';
import { NONE } from '../requests/attempt-table.ts';

/**
 * Cache fills under way: what a point of presence has asked the origin for, and when and with which status it will have been answered. Found by the
 * object they are for, so that whoever asks meanwhile waits for the same answer.
 */
export interface FillTable {
  /** First fill of each bucket; buckets are a power of two. */
  bucket: Int32Array;
  /** First free row, chained through `next`. */
  free: number;
  inUse: number;
  next: Int32Array;
  /** Point of presence * objects + object. */
  object: Int32Array;
  dueUs: Float64Array;
  status: Int32Array;
}

const BUCKETS = 1024;

export function createFillTable(capacity = 64): FillTable {
  const table: FillTable = {
    bucket: new Int32Array(BUCKETS).fill(NONE),
    free: 0,
    inUse: 0,
    next: new Int32Array(capacity),
    object: new Int32Array(capacity),
    dueUs: new Float64Array(capacity),
    status: new Int32Array(capacity),
  };
  chainFree(table, 0);
  return table;
}

function chainFree(t: FillTable, from: number): void {
  for (let row = from; row < t.next.length; row++) t.next[row] = row + 1 < t.next.length ? row + 1 : NONE;
  t.free = from;
}

/** @returns the row, NONE when nobody has asked */
export function findFill(t: FillTable, object: number): number {
  let row = t.bucket[object & (BUCKETS - 1)];
  while (row !== NONE && t.object[row] !== object) row = t.next[row];
  return row;
}

export function addFill(t: FillTable, object: number, dueUs: number, status: number): number {
  if (t.free === NONE) grow(t);
  const row = t.free;
  const bucket = object & (BUCKETS - 1);
  t.free = t.next[row];
  t.next[row] = t.bucket[bucket];
  t.bucket[bucket] = row;
  t.object[row] = object;
  t.dueUs[row] = dueUs;
  t.status[row] = status;
  t.inUse++;
  return row;
}

export function removeFill(t: FillTable, row: number): void {
  const bucket = t.object[row] & (BUCKETS - 1);
  let before = t.bucket[bucket];
  if (before === row) t.bucket[bucket] = t.next[row];
  else {
    while (t.next[before] !== row) before = t.next[before];
    t.next[before] = t.next[row];
  }
  t.next[row] = t.free;
  t.free = row;
  t.inUse--;
}

function grow(t: FillTable): void {
  const from = t.next.length;
  t.next = doubled(t.next);
  t.object = doubled(t.object);
  t.dueUs = doubled(t.dueUs);
  t.status = doubled(t.status);
  chainFree(t, from);
}
