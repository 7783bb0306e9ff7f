/**
 * Deterministic logarithm, exponential and power. `Math.log`, `Math.exp` and `Math.pow` may differ in the last bit between browsers, which would
 * change digests; these use only IEEE-exact operations (+ - * / and bit access), so they agree everywhere. `Math.sqrt` is exact by
 * the IEEE standard and needs no replacement.
 * Source: the algorithms and constants of fdlibm 5.3 (`e_log.c`, `e_exp.c`, Sun Microsystems 1993); error below 1 ulp.
 */

const f64 = new Float64Array(1);
const u32 = new Uint32Array(f64.buffer); // little-endian on every platform a browser or Node runs on: [low, high]

const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const LG1 = 6.66666666666673513e-1;
const LG2 = 3.999999999940941908e-1;
const LG3 = 2.857142874366239149e-1;
const LG4 = 2.222219843214978396e-1;
const LG5 = 1.818357216161805012e-1;
const LG6 = 1.531383769920937332e-1;
const LG7 = 1.479819860511658591e-1;

/** Natural logarithm. NaN below zero, -Infinity at zero. */
export function detLog(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let scale = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: lifts subnormals
    scale = -54;
  }
  f64[0] = x;
  let high = u32[1];
  let k = (high >>> 20) - 1023 + scale;
  high &= 0xfffff;
  const i = (high + 0x95f64) & 0x100000;
  u32[1] = high | (i ^ 0x3ff00000); // x in [sqrt(2)/2, sqrt(2)]
  k += i >>> 20;
  const f = f64[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (LG2 + w * (LG4 + w * LG6));
  const t2 = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
  const halfSquare = 0.5 * f * f;
  return k * LN2_HI - (halfSquare - (s * (halfSquare + (t1 + t2)) + k * LN2_LO) - f);
}

const LOG2E = 1.442695040888963387;
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;

/** e to the x. */
export function detExp(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893383973096) return Infinity;
  if (x < -745.13321910194110842) return 0;
  const k = Math.trunc(LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  return scaleByPowerOfTwo(y, k);
}

/** y · 2^k without `**`; in two steps where the exponent alone would overflow or lose bits. */
function scaleByPowerOfTwo(y: number, k: number): number {
  if (k > 1023) return y * powerOfTwo(1023) * powerOfTwo(k - 1023);
  if (k < -1022) return y * powerOfTwo(-1022) * powerOfTwo(Math.max(k + 1022, -1022));
  return y * powerOfTwo(k);
}

function powerOfTwo(k: number): number {
  u32[0] = 0;
  u32[1] = (k + 1023) << 20;
  return f64[0];
}

/** x to the y for x ≥ 0, as exp(y·log x); whole exponents up to 32 by multiplication. Relative error about 1e-15·|y·log x|. */
export function detPow(x: number, y: number): number {
  if (Number.isInteger(y) && y >= 0 && y <= 32) {
    let result = 1;
    for (let i = 0; i < y; i++) result *= x;
    return result;
  }
  if (x === 0) return y > 0 ? 0 : Infinity;
  return detExp(y * detLog(x));
}
