import { detExp, detLog } from '../../base/det-math.ts';
import { hyperbolicSine, hyperbolicTangent, inverseHyperbolicSine, inverseHyperbolicTangent } from './hyperbolic.ts';
import { arcCosine, arcSine, arcTangent, cosine, sine, tangent } from './trigonometry.ts';

/** Functions of one value. `Math.sqrt`, `abs`, `ceil`, `floor` are exact in IEEE 754, so every engine agrees. */
export const elementWise: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  sqrt: Math.sqrt,
  exp: detExp,
  ln: detLog,
  log2: (value) => exactLog(value, 2, 0.693147180559945309417232121458),
  log10: (value) => exactLog(value, 10, 2.30258509299404568401799145468),
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
  deg: (value) => (value * 180) / Math.PI,
  rad: (value) => (value * Math.PI) / 180,
  sin: sine,
  cos: cosine,
  tan: tangent,
  asin: arcSine,
  acos: arcCosine,
  atan: arcTangent,
  sinh: hyperbolicSine,
  cosh: (value) => (detExp(value) + detExp(-value)) / 2,
  tanh: hyperbolicTangent,
  asinh: inverseHyperbolicSine,
  acosh: (value) => (value < 1 ? NaN : detLog(value + Math.sqrt(value * value - 1))),
  atanh: inverseHyperbolicTangent,
};

/** Whole powers of the base are exact, as Go's math.Log2 and most libraries give them. */
function exactLog(value: number, base: number, lnBase: number): number {
  const log = detLog(value) / lnBase;
  const whole = Math.round(log);
  if (Math.abs(whole) > 300 || whole !== whole) return log;
  let power = 1;
  for (let i = 0; i < Math.abs(whole); i++) power *= base;
  return (whole >= 0 ? power : 1 / power) === value ? whole : log;
}

/** Nearest multiple of `unit`, ties away from -Inf (promql/functions.go funcRound). */
export function roundTo(value: number, unit: number): number {
  const inverse = 1 / unit;
  return Math.floor(value * inverse + 0.5) / inverse;
}

/** NaN bounds give NaN; `low > high` is the caller's to handle. */
export function clampTo(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
