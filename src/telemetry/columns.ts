/** Typed-array columns of tables. */
export type ColumnArray = Float64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** A longer array of the same kind, beginning with the same values. */
export function grownColumn<T extends ColumnArray>(column: T, length: number): T {
  const wider = new (column.constructor as new (length: number) => T)(length);
  wider.set(column as never);
  return wider;
}

/** The first `count` values in the smallest integer array that holds them all; as 64-bit floats when one is no integer or beyond 32 bits. */
export function narrowed(values: ArrayLike<number>, count: number = values.length): ColumnArray {
  let low = 0;
  let high = 0;
  let whole = true;
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (value < low) low = value;
    else if (value > high) high = value;
    if (value % 1 !== 0 || Object.is(value, -0)) whole = false;
  }
  const out = emptyFor(low, whole ? high : Infinity, count);
  for (let i = 0; i < count; i++) out[i] = values[i];
  return out;
}

function emptyFor(low: number, high: number, count: number): ColumnArray {
  if (low >= 0) {
    if (high <= 0xff) return new Uint8Array(count);
    if (high <= 0xffff) return new Uint16Array(count);
    return high <= 0xffffffff ? new Uint32Array(count) : new Float64Array(count);
  }
  if (low >= -0x80 && high <= 0x7f) return new Int8Array(count);
  if (low >= -0x8000 && high <= 0x7fff) return new Int16Array(count);
  return low >= -0x80000000 && high <= 0x7fffffff ? new Int32Array(count) : new Float64Array(count);
}
