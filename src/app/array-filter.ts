/**
 * Rearranges the numbers of a typed array so that they compress better, as HDF5's shuffle and Blosc's delta filters do: all lowest bytes first, then all
 * second bytes and so on; before that, where it makes them smaller, whole numbers become differences from the one before (as zigzag, so that small
 * negative ones have small bytes too).
 */
export const PLAIN = 0,
  PLANES = 1,
  DELTA_PLANES = 2;
export type Filter = typeof PLAIN | typeof PLANES | typeof DELTA_PLANES;

/** Whole numbers of 16 or 32 bits; 64-bit floats are only put into planes. */
type Whole = Int16Array | Uint16Array | Int32Array | Uint32Array;

export function filtered(view: ArrayBufferView): { readonly filter: Filter; readonly bytes: Uint8Array } {
  if (isWhole(view)) {
    const steps = deltas(view);
    const delta = bitsOf(steps) < bitsOf(view);
    return { filter: delta ? DELTA_PLANES : PLANES, bytes: planes(bytesOf(delta ? steps : view), view.BYTES_PER_ELEMENT) };
  }
  if (view instanceof Float64Array) return { filter: PLANES, bytes: planes(bytesOf(view), 8) };
  return { filter: PLAIN, bytes: bytesOf(view) };
}

/** Fills `view` with what `bytes` hold. */
export function unfilter(bytes: Uint8Array, filter: Filter, view: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number }): void {
  const into = bytesOf(view);
  if (filter === PLAIN) {
    into.set(bytes);
    return;
  }
  const width = view.BYTES_PER_ELEMENT;
  const count = bytes.length / width;
  for (let plane = 0, at = 0; plane < width; plane++) for (let i = plane; at < (plane + 1) * count; i += width) into[i] = bytes[at++];
  if (filter !== DELTA_PLANES || !isWhole(view)) return;
  let last = 0;
  for (let i = 0; i < view.length; i++) {
    const step = width === 2 ? view[i] & 0xffff : view[i];
    last += (step >>> 1) ^ -(step & 1);
    view[i] = last;
    last = view[i];
  }
}

function isWhole(view: ArrayBufferView): view is Whole {
  return view instanceof Int16Array || view instanceof Uint16Array || view instanceof Int32Array || view instanceof Uint32Array;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function deltas(view: Whole): Whole {
  const shift = 32 - 8 * view.BYTES_PER_ELEMENT;
  const steps = view.slice();
  let last = 0;
  for (let i = 0; i < view.length; i++) {
    const step = ((view[i] - last) << shift) >> shift;
    steps[i] = (step << 1) ^ (step >> 31);
    last = view[i];
  }
  return steps;
}

/** How many bits its numbers need, roughly. */
function bitsOf(view: Whole): number {
  let bits = 0;
  for (let i = 0; i < view.length; i++) bits += 32 - Math.clz32(view[i]);
  return bits;
}

function planes(bytes: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let at = 0;
  for (let plane = 0; plane < width; plane++) for (let i = plane; i < bytes.length; i += width) out[at++] = bytes[i];
  return out;
}
