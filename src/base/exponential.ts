import { detLog } from './det-math.ts';

/**
 * −ln of the uniform number that a 32-bit hash stands for (`uniform` in hash.ts): a standard exponential draw. A table of logarithms by the seven
 * bits after the leading one, and a short series for the rest; multiplications and additions only, so every engine gives the same bits.
 * Relative error below 1e-9.
 */
export function standardExponential(hash: number): number {
  const h = hash >>> 0;
  if (h < SMALL) return -detLog((h + 0.5) * TO_UNIT);
  const zeros = Math.clz32(h);
  const cell = ((h << zeros) >>> 24) & (CELLS - 1);
  // (h + 0.5) / 2^32 = mantissa · 2^-zeros with the mantissa in [0.5, 1)
  const r = (h + 0.5) * SCALE[zeros] * INVERSE[cell] - 1;
  const rest = r * (1 - r * (0.5 - r * (ONE_THIRD - r * (0.25 - r * 0.2))));
  return zeros * LN_2 - (LOG[cell] + rest);
}

const CELLS = 128;
/** Below this the bits after the leading one don't name the cell of h + 0.5. */
const SMALL = 256;
const TO_UNIT = 2.3283064365386963e-10; // 2^-32
const LN_2 = 0.6931471805599453;
const ONE_THIRD = 1 / 3;

const SCALE = new Float64Array(33);
for (let zeros = 0, scale = TO_UNIT; zeros < SCALE.length; zeros++, scale *= 2) SCALE[zeros] = scale;
/** Middle of each cell, inverted, and its logarithm. */
const INVERSE = Float64Array.from({ length: CELLS }, (_, cell) => 1 / (0.5 + (cell + 0.5) / (2 * CELLS)));
const LOG = Float64Array.from({ length: CELLS }, (_, cell) => detLog(0.5 + (cell + 0.5) / (2 * CELLS)));
