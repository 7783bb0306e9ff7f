/**
 * A running hash over everything appended, so that a digest costs nothing per stored sample. Two independent 32-bit lanes
 * (multiply-xor, constants of MurmurHash3's finaliser), fed with the 8 bytes of each number; NaN has one spelling because engines may rewrite its bits.
 */
export interface SampleHash {
  add(value: number): void;
  /** Adds the first `count` values, one after another. */
  addAll(values: Float64Array, count: number): void;
  reset(): void;
  readonly lanes: Uint32Array;
}

const SEEDS = [0x811c9dc5, 0x9747b28c];

export function createSampleHash(): SampleHash {
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  const lanes = new Uint32Array(SEEDS);
  const add = (value: number): void => {
    // A NaN literal has one bit pattern only by convention; two fixed words stand for it.
    let low = 0x0badf00d;
    let high = 0x7ff80000;
    if (value === value) {
      number[0] = value;
      low = words[0];
      high = words[1];
    }
    let a = lanes[0] ^ low;
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
    a = Math.imul(a ^ (a >>> 13) ^ high, 0xc2b2ae35);
    let b = lanes[1] ^ high;
    b = Math.imul(b ^ (b >>> 15), 0x2c1b3c6d);
    b = Math.imul(b ^ (b >>> 12) ^ low, 0x297a2d39);
    lanes[0] = a ^ (a >>> 16);
    lanes[1] = b ^ (b >>> 15);
  };
  const addAll = (values: Float64Array, count: number): void => {
    for (let i = 0; i < count; i++) add(values[i]);
  };
  return { add, addAll, reset: () => lanes.set(SEEDS), lanes };
}
