/** Tables of the engine are objects of equally long typed arrays. They are plain data: a copy of the object is a snapshot. */
export type Column = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** Doubles every column of a table that is as long as `capacity`; returns the new capacity. Rows keep their numbers. */
export function growColumns<T extends object>(table: T, capacity: number): number {
  const columns = table as Record<string, unknown>;
  for (const name of Object.keys(columns)) {
    const column = columns[name];
    if (isColumn(column) && column.length === capacity) columns[name] = doubled(column);
  }
  return capacity * 2;
}

function isColumn(value: unknown): value is Column {
  return (
    value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint32Array || value instanceof Uint16Array || value instanceof Uint8Array
  );
}

/** A copy with as much room again behind. */
export function doubled<C extends Column>(column: C): C {
  const Longer = column.constructor as new (length: number) => C;
  const longer = new Longer(column.length * 2);
  longer.set(column);
  return longer;
}
