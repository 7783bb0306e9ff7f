/** φ-quantile of numbers in ascending order, NaN first, interpolated between the two nearest ranks (promql/quantile.go). */
export function quantile(q: number, sorted: Float64Array | readonly number[]): number {
  const n = sorted.length;
  if (n === 0 || q !== q) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const rank = q * (n - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(n - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return sorted[lower] * (1 - weight) + sorted[upper] * weight;
}

/** Ascending with NaN first, as Prometheus' vectorByValueHeap orders. */
export function ascending(a: number, b: number): number {
  if (a !== a) return b !== b ? 0 : -1;
  if (b !== b) return 1;
  return a - b || 0;
}
