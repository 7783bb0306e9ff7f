/**
 * Trigonometric functions that give the same bits in every JavaScript engine (`Math.sin` and friends may not): range reduction by
 * π/2 in two parts and polynomials of Cephes (S. L. Moshier, sin.c and atan.c), good to about 1e-15 for arguments below 1e6.
 */
const PIO4A = 7.85398125648498535156e-1;
const PIO4B = 3.77489470793079817668e-8;
const PIO4C = 2.69515142907905952645e-15;

const SIN = [
  1.5896230157654656806e-10, -2.50507477628578072866e-8, 2.75573136213857245213e-6, -1.98412698295895385996e-4, 8.33333333332211858878e-3,
  -1.66666666666666307295e-1,
];
const COS = [
  -1.135853652138768173e-11, 2.08757008419747316778e-9, -2.75573141792967388112e-7, 2.48015872888517045348e-5, -1.38888888888730564116e-3,
  4.16666666666665929218e-2,
];

function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + coefficients[i];
  return sum;
}

/** The octant of |x| (even), and what is left of it. */
function reduce(x: number): { octant: number; rest: number } {
  let octants = Math.floor(x / (Math.PI / 4));
  if (octants % 2 === 1) octants++;
  return { octant: octants % 8, rest: x - octants * PIO4A - octants * PIO4B - octants * PIO4C };
}

const sineOf = (z: number): number => z + z * z * z * polynomial(z * z, SIN);
const cosineOf = (z: number): number => 1 - 0.5 * z * z + z * z * z * z * polynomial(z * z, COS);

export function sine(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x === 0 ? x : NaN;
  const { octant, rest } = reduce(Math.abs(x));
  const sign = (x < 0 ? -1 : 1) * (octant >= 4 ? -1 : 1);
  return sign * (octant % 4 === 2 ? cosineOf(rest) : sineOf(rest));
}

export function cosine(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const { octant, rest } = reduce(Math.abs(x));
  const sign = octant === 2 || octant === 4 ? -1 : 1;
  return sign * (octant % 4 === 2 ? sineOf(rest) : cosineOf(rest));
}

export function tangent(x: number): number {
  return x === 0 ? x : sine(x) / cosine(x);
}

const ATAN_P = [-8.750608600031904122785e-1, -1.615753718733365076637e1, -7.50085579231470466734e1, -1.22886668449013617341e2, -6.485021904942025371773e1];
const ATAN_Q = [1, 2.485846490142306297962e1, 1.650270098316988542046e2, 4.328810604912902668951e2, 4.853903996359136964868e2, 1.945506571482613964425e2];
const MORE_BITS = 6.12323399573676588613e-17;
const TAN_3PI_8 = 2.4142135623730950488;

export function arcTangent(x: number): number {
  if (x !== x || x === 0) return x;
  const size = Math.abs(x);
  let base = 0;
  let z = size;
  let extra = 0;
  if (size > TAN_3PI_8) {
    base = Math.PI / 2;
    z = -1 / size;
    extra = MORE_BITS;
  } else if (size > 0.66) {
    base = Math.PI / 4;
    z = (size - 1) / (size + 1);
    extra = 0.5 * MORE_BITS;
  }
  const square = z * z;
  const angle = base + ((z * square * polynomial(square, ATAN_P)) / polynomial(square, ATAN_Q) + z + extra);
  return x < 0 ? -angle : angle;
}

export function arcTangent2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN;
  const negativeX = x < 0 || Object.is(x, -0);
  const sign = y < 0 || Object.is(y, -0) ? -1 : 1;
  if (y === 0) return sign * (negativeX ? Math.PI : 0);
  if (x === 0) return sign * (Math.PI / 2);
  if (!Number.isFinite(x)) {
    if (!Number.isFinite(y)) return sign * (negativeX ? (3 * Math.PI) / 4 : Math.PI / 4);
    return sign * (negativeX ? Math.PI : 0);
  }
  if (!Number.isFinite(y)) return sign * (Math.PI / 2);
  const angle = arcTangent(y / x);
  return negativeX ? (angle <= 0 ? angle + Math.PI : angle - Math.PI) : angle;
}

/** By the half-angle form, which keeps its digits near ±1. */
export function arcSine(x: number): number {
  if (!(x >= -1 && x <= 1)) return NaN;
  return x === 0 ? x : arcTangent2(x, Math.sqrt((1 - x) * (1 + x)));
}

export function arcCosine(x: number): number {
  if (!(x >= -1 && x <= 1)) return NaN;
  return 2 * arcTangent2(Math.sqrt(1 - x), Math.sqrt(1 + x));
}
