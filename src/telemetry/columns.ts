/** Typed-array columns of one table: rows are appended, a ring drops the oldest once `rowsMax` is reached. */
export type ColumnArray = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** A longer array of the same kind, beginning with the same values. */
export function grownColumn<T extends ColumnArray>(column: T, length: number): T {
  const wider = new (column.constructor as new (length: number) => T)(length);
  wider.set(column as never);
  return wider;
}

/** `count` values from ring position `first` on, unwrapped. */
export function unwrapped<T extends ColumnArray>(column: T, first: number, count: number): T {
  const out = new (column.constructor as new (length: number) => T)(count);
  const head = Math.min(count, column.length - first);
  out.set(column.subarray(first, first + head) as never);
  out.set(column.subarray(0, count - head) as never, head);
  return out;
}
