/**
 * A 64-bit digest of typed arrays, numbers and text: two 32-bit lanes of multiply-rotate mixing (the round of MurmurHash3, Appleby 2011,
 * with different constants a lane). Not cryptographic; made to notice any changed bit.
 */
export class Hasher {
  #a = 0x2f0b4c47;
  #b = 0x5bd1e995;
  #length = 0;

  u32(n: number): void {
    const w = n | 0;
    let a = this.#a ^ Math.imul((Math.imul(w, 0xcc9e2d51) << 15) | (Math.imul(w, 0xcc9e2d51) >>> 17), 0x1b873593);
    a = (a << 13) | (a >>> 19);
    this.#a = (Math.imul(a, 5) + 0xe6546b64) | 0;
    let b = this.#b ^ Math.imul((Math.imul(w, 0x239b961b) << 16) | (Math.imul(w, 0x239b961b) >>> 16), 0xab0e9789);
    b = (b << 17) | (b >>> 15);
    this.#b = (Math.imul(b, 5) + 0x38b34ae5) | 0;
    this.#length++;
  }

  /** All NaNs hash alike: engines may give them different bits. -0 and 0 differ. */
  f64(n: number): void {
    if (n !== n) {
      this.u32(0);
      this.u32(0x7ff80000);
      return;
    }
    FLOAT[0] = n;
    this.u32(WORDS[0]);
    this.u32(WORDS[1]);
  }

  bytes(view: ArrayBufferView): void {
    if (view instanceof Float64Array) {
      for (let i = 0; i < view.length; i++) this.f64(view[i]);
    } else if (view.byteOffset % 4 === 0 && view.byteLength % 4 === 0) {
      const words = new Uint32Array(view.buffer, view.byteOffset, view.byteLength >> 2);
      for (let i = 0; i < words.length; i++) this.u32(words[i]);
    } else {
      const octets = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      for (let i = 0; i < octets.length; i++) this.u32(octets[i]);
    }
    this.u32(view.byteLength);
  }

  text(s: string): void {
    for (let i = 0; i < s.length; i++) this.u32(s.charCodeAt(i));
    this.u32(s.length);
  }

  /** Plain data (objects with sorted keys, arrays, typed arrays, numbers, text, null): for small state kept as objects. */
  value(value: unknown): void {
    if (value === null || value === undefined) this.u32(value === null ? 0xa1 : 0xa2);
    else if (typeof value === 'number') this.f64(value);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') this.u32(value ? 0xb1 : 0xb2);
    else if (ArrayBuffer.isView(value)) this.bytes(value);
    else if (Array.isArray(value)) {
      this.u32(value.length);
      for (const item of value) this.value(item);
    } else if (typeof value === 'object') {
      const record = value as Record<string, unknown>;
      for (const key of Object.keys(record).sort()) {
        this.text(key);
        this.value(record[key]);
      }
    } else throw new TypeError(`cannot hash a ${typeof value}`);
  }

  /** 16 hex digits; the hasher may go on afterwards. */
  digest(): string {
    return hex(finish(this.#a ^ this.#length)) + hex(finish(this.#b ^ Math.imul(this.#length, 0x9e3779b1)));
  }
}

const FLOAT = new Float64Array(1);
const WORDS = new Uint32Array(FLOAT.buffer);

/** Final avalanche of MurmurHash3: every input bit flips about half of the output bits. */
export function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(n: number): string {
  return n.toString(16).padStart(8, '0');
}

/** 32-bit hash of a text, for small derived choices (names, ids). */
export function hashText(s: string, seed = 0): number {
  let h = seed ^ 0x811c9dc5;
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  return finish(h);
}

/**
 * Hash of four numbers as a signed 32-bit integer (an unsigned one above 2^31 would be boxed at every call): one draw inside a request is
 * `mix(keyHi, keyLo, place, purpose)`.
 */
export function mix(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a ^ Math.imul(c, 0x9e3779b1), 0x85ebca6b);
  h = ((h << 15) | (h >>> 17)) ^ b;
  h = Math.imul(h ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ c, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Uniform in the open interval (0, 1) from a 32-bit hash. */
export function uniform(h: number): number {
  return ((h >>> 0) + 0.5) * 2.3283064365386963e-10;
}

/** One of 0 … count − 1 from a 32-bit hash. */
export function pick(h: number, count: number): number {
  return (h >>> 0) % count;
}
