/** Compensated summation (Neumaier's variant of Kahan's), as Prometheus sums. */
export interface Sum {
  sum: number;
  rest: number;
}

export function newSum(sum = 0): Sum {
  return { sum, rest: 0 };
}

export function addTo(total: Sum, value: number): void {
  const next = total.sum + value;
  // With infinities the compensation would be NaN (Inf - Inf).
  if (next - next !== 0) total.rest = 0;
  else if (Math.abs(total.sum) >= Math.abs(value)) total.rest += total.sum - next + value;
  else total.rest += value - next + total.sum;
  total.sum = next;
}

export function totalOf(total: Sum): number {
  return total.sum - total.sum !== 0 ? total.sum : total.sum + total.rest;
}

/** Mean that does not overflow: sums while it can, then goes on incrementally (promql/functions.go, funcAvgOverTime). */
export interface Mean {
  readonly total: Sum;
  count: number;
  incremental: boolean;
}

export function newMean(): Mean {
  return { total: newSum(), count: 0, incremental: false };
}

export function addToMean(mean: Mean, value: number): void {
  const { total } = mean;
  mean.count++;
  if (!mean.incremental) {
    const { sum, rest } = total;
    addTo(total, value);
    if (mean.count === 1 || Number.isFinite(total.sum)) return;
    // Overflow: the mean so far goes on being corrected by each value's share.
    mean.incremental = true;
    total.sum = sum / (mean.count - 1);
    total.rest = rest / (mean.count - 1);
  }
  if (!Number.isFinite(total.sum)) {
    // An infinite mean stays infinite, unless the opposite infinity or NaN comes.
    if (Number.isFinite(value) || total.sum === value) return;
  }
  const share = (mean.count - 1) / mean.count;
  total.sum *= share;
  total.rest *= share;
  addTo(total, value / mean.count);
}

export function meanOf(mean: Mean): number {
  const total = mean.total.sum - mean.total.sum !== 0 ? mean.total.sum : mean.total.sum + mean.total.rest;
  return mean.incremental ? total : mean.total.sum / mean.count + mean.total.rest / mean.count;
}
