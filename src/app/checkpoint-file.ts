import type { SessionCheckpoint } from '../session/session-api.ts';
import { type Filter, filtered, unfilter } from './array-filter.ts';

/**
 * A checkpoint as a file: `BRWN2`, length of the JSON head (uint32, little-endian), the head, then the typed arrays it refers to, each at a
 * multiple of 8 bytes. In the head a typed array is `{"$": [type, byteOffset, length, filter]}` (filter of array-filter.ts), a Map
 * `{"$m": [[key, value] …]}`, a Set `{"$s": […]}`, undefined `{"$u": 1}`, and the numbers JSON lacks `{"$n": "NaN" | "Infinity" | "-Infinity" | "-0"}`.
 */
const MAGIC = 'BRWN2';
const HEAD_AT = 16;
const ARRAYS = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  BigInt64Array,
  BigUint64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

export function encodeCheckpoint(checkpoint: SessionCheckpoint): Uint8Array<ArrayBuffer> {
  const chunks: { at: number; bytes: Uint8Array }[] = [];
  let offset = 0;
  const pack = (value: unknown): unknown => {
    if (value === undefined) return { $u: 1 };
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { $n: Object.is(value, -0) ? '-0' : String(value) };
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) {
      const view = value as ArrayBufferView & { readonly length: number };
      const { filter, bytes } = filtered(view);
      const at = offset;
      chunks.push({ at, bytes });
      offset = Math.ceil((offset + bytes.length) / 8) * 8;
      return { $: [view.constructor.name, at, view.length, filter] };
    }
    if (value instanceof Map) return { $m: [...value].map(([key, entry]) => [pack(key), pack(entry)]) };
    if (value instanceof Set) return { $s: [...value].map(pack) };
    if (Array.isArray(value)) return value.map(pack);
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, pack(entry)]));
  };
  const head = new TextEncoder().encode(JSON.stringify(pack(checkpoint)));
  const dataAt = Math.ceil((HEAD_AT + head.length) / 8) * 8;
  const file = new Uint8Array(dataAt + offset);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(8, head.length, true);
  file.set(head, HEAD_AT);
  for (const chunk of chunks) file.set(chunk.bytes, dataAt + chunk.at);
  return file;
}

/** @throws Error when the bytes are not such a file */
export function decodeCheckpoint(bytes: Uint8Array): SessionCheckpoint {
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new Error('not a checkpoint file');
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const dataAt = Math.ceil((HEAD_AT + headLength) / 8) * 8;
  const unpack = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    const fields = value as Readonly<Record<string, unknown>>;
    if (Array.isArray(fields.$)) {
      const [name, at, length, filter] = fields.$ as [ArrayName, number, number, Filter];
      const view = new ARRAYS[name](length);
      unfilter(bytes.subarray(dataAt + at, dataAt + at + view.byteLength), filter, view);
      return view;
    }
    if (fields.$m) return new Map((fields.$m as [unknown, unknown][]).map(([key, entry]) => [unpack(key), unpack(entry)]));
    if (fields.$s) return new Set((fields.$s as unknown[]).map(unpack));
    if (fields.$u) return undefined;
    if (fields.$n) return Number(fields.$n);
    return Object.fromEntries(Object.entries(fields).map(([key, entry]) => [key, unpack(entry)]));
  };
  return unpack(JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_AT, HEAD_AT + headLength)))) as SessionCheckpoint;
}
