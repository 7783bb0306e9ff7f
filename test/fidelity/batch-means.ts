/** A mean with the half width of its confidence interval, from batches long enough to be nearly independent. Source: Law, Simulation Modeling and Analysis, §9.5.3. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** @param risk that the interval misses the true mean */
export function batchMeans(batches: readonly number[], risk: number): Estimate {
  const n = batches.length;
  const mean = batches.reduce((a, b) => a + b, 0) / n;
  const variance = batches.reduce((sum, batch) => sum + (batch - mean) ** 2, 0) / (n - 1);
  return { mean, halfWidth: studentQuantile(1 - risk / 2, n - 1) * Math.sqrt(variance / n) };
}

/** The value a Student t of `freedom` degrees stays below with probability `share` (above one half). */
export function studentQuantile(share: number, freedom: number): number {
  let [low, high] = [0, 1_000];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentBelow(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return low;
}

/** Simpson's rule over the density with t = √freedom · tan θ, under which it becomes cos^(freedom−1) θ. */
function studentBelow(t: number, freedom: number): number {
  const area = (upTo: number): number => {
    const steps = 2_000;
    const height = (i: number): number => Math.cos((upTo * i) / steps) ** (freedom - 1);
    let sum = height(0) + height(steps);
    for (let i = 1; i < steps; i++) sum += height(i) * (i % 2 === 1 ? 4 : 2);
    return (sum * upTo) / steps / 3;
  };
  return 0.5 + area(Math.atan(t / Math.sqrt(freedom))) / (2 * area(Math.PI / 2));
}
