/** Prometheus' own comparison of test results (util/almost): relative difference below 1e-6. */
export function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  if (a === b) return true;
  const smallest = 2.2250738585072014e-308;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < smallest) return difference < 1e-6 * smallest;
  return difference / Math.min(sum, Number.MAX_VALUE) < 1e-6;
}

/** A sample value as written in cases and in the HTTP API. */
export function toNumber(value: number | string): number {
  if (value === '+Inf') return Infinity;
  if (value === '-Inf') return -Infinity;
  return Number(value);
}
