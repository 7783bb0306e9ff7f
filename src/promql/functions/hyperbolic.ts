import { detExp, detLog } from '../../base/det-math.ts';

/** e^x - 1 without losing the digits of a small x: Taylor series below 1/2 (20 terms reach full precision). */
function expMinusOne(x: number): number {
  if (Math.abs(x) > 0.5) return detExp(x) - 1;
  let term = x;
  let sum = x;
  for (let n = 2; n <= 20; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/** ln(1 + x) without losing the digits of a small x: the series of 2·artanh(x / (2 + x)). */
function logOnePlus(x: number): number {
  if (Math.abs(x) > 0.5) return detLog(1 + x);
  const s = x / (2 + x);
  const square = s * s;
  let power = s;
  let sum = 0;
  for (let n = 1; n <= 33; n += 2) {
    sum += power / n;
    power *= square;
  }
  return 2 * sum;
}

export function hyperbolicSine(x: number): number {
  if (Math.abs(x) > 1) return (detExp(x) - detExp(-x)) / 2;
  const e = expMinusOne(x);
  return (e + e / (e + 1)) / 2;
}

export function hyperbolicTangent(x: number): number {
  if (x === 0) return x;
  if (Math.abs(x) > 22) return x < 0 ? -1 : 1;
  const e = expMinusOne(2 * x);
  return e / (e + 2);
}

export function inverseHyperbolicSine(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const result = logOnePlus(size + (size * size) / (1 + Math.sqrt(1 + size * size)));
  return x < 0 ? -result : result;
}

export function inverseHyperbolicTangent(x: number): number {
  if (x === 0) return x;
  const size = Math.abs(x);
  const result = 0.5 * logOnePlus((2 * size) / (1 - size));
  return x < 0 ? -result : result;
}
