/**
 * Samples as bytes: most are the same as the one before or a small whole number away. Per value a code, a varint (7 bits a byte, low ones first, as in
 * Protocol Buffers): 0 the same value, 1 a 64-bit float follows, else 1 + the zigzag of the difference. Gives back the same bits.
 */
export interface NumberPacker {
  /** The value before the first is 0. */
  pack(values: Float64Array, from: number, to: number): void;
  bytes(): Uint8Array;
}

const SAME = 0;
const FLOAT = 1;
/** Whole numbers that far apart or further are written as floats: zigzags stay below 2³¹. */
const FAR = 0x3fffffff;

export function createNumberPacker(): NumberPacker {
  let out = new Uint8Array(1 << 16);
  let length = 0;
  const number = new Float64Array(1);
  const bits = new Uint8Array(number.buffer);
  const room = (wanted: number): void => {
    if (length + wanted <= out.length) return;
    const wider = new Uint8Array(Math.max(out.length * 2, length + wanted));
    wider.set(out);
    out = wider;
  };
  return {
    pack(values, from, to) {
      room((to - from) * 9);
      let last = 0;
      for (let i = from; i < to; i++) {
        const value = values[i];
        if (Object.is(value, last)) {
          out[length++] = SAME;
          continue;
        }
        const step = value - last;
        if (!(step > -FAR && step < FAR) || step === 0 || value % 1 !== 0 || last % 1 !== 0 || !Object.is(last + step, value)) {
          out[length++] = FLOAT;
          number[0] = value;
          out.set(bits, length);
          length += 8;
        } else {
          let code = (step < 0 ? -2 * step - 1 : 2 * step) + 1;
          for (; code > 0x7f; code = Math.floor(code / 128)) out[length++] = (code & 0x7f) | 0x80;
          out[length++] = code;
        }
        last = value;
      }
    },
    bytes: () => out.slice(0, length),
  };
}

/** Reads what `createNumberPacker` wrote, in the same portions. */
export interface NumberReader {
  read(into: Float64Array, from: number, to: number): void;
}

export function createNumberReader(bytes: Uint8Array): NumberReader {
  let at = 0;
  const number = new Float64Array(1);
  const bits = new Uint8Array(number.buffer);
  return {
    read(into, from, to) {
      let last = 0;
      for (let i = from; i < to; i++) {
        let code = bytes[at++];
        if (code > 0x7f) {
          code &= 0x7f;
          for (let place = 128, more = 0x80; more > 0x7f; place *= 128) {
            more = bytes[at++];
            code += (more & 0x7f) * place;
          }
        }
        if (code === FLOAT) {
          bits.set(bytes.subarray(at, at + 8));
          at += 8;
          last = number[0];
        } else if (code !== SAME) {
          const zigzag = code - 1;
          last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
        }
        into[i] = last;
      }
    },
  };
}
