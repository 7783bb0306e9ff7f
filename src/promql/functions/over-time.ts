import { ABSENT } from '../value.ts';
import type { Window, WindowFunction } from '../windows.ts';
import { addTo, addToMean, meanOf, newMean, newSum, totalOf } from './sums.ts';

function mean(window: Window): number {
  const state = newMean();
  for (let i = window.low; i < window.high; i++) addToMean(state, window.values[i]);
  return meanOf(state);
}

function sum(window: Window): number {
  const state = newSum();
  for (let i = window.low; i < window.high; i++) addTo(state, window.values[i]);
  return totalOf(state);
}

/** Population variance by Welford's method, compensated. */
function variance(window: Window): number {
  const average = newSum();
  const squares = newSum();
  for (let i = window.low, n = 1; i < window.high; i++, n++) {
    const value = window.values[i];
    const delta = value - totalOf(average);
    addTo(average, delta / n);
    addTo(squares, delta * (value - totalOf(average)));
  }
  return totalOf(squares) / (window.high - window.low);
}

function extreme(window: Window, better: (a: number, b: number) => boolean): number {
  let best = window.values[window.low];
  for (let i = window.low + 1; i < window.high; i++) {
    const value = window.values[i];
    if (better(value, best) || best !== best) best = value;
  }
  return best;
}

function countPairs(window: Window, counts: (before: number, after: number) => boolean): number {
  let count = 0;
  for (let i = window.low + 1; i < window.high; i++) if (counts(window.values[i - 1], window.values[i])) count++;
  return count;
}

export const overTimeFunctions: Readonly<Record<string, WindowFunction>> = {
  avg_over_time: mean,
  sum_over_time: sum,
  min_over_time: (window) => extreme(window, (a, b) => a < b),
  max_over_time: (window) => extreme(window, (a, b) => a > b),
  count_over_time: (window) => window.high - window.low,
  present_over_time: () => 1,
  last_over_time: (window) => window.values[window.high - 1],
  first_over_time: (window) => window.values[window.low],
  stddev_over_time: (window) => Math.sqrt(variance(window)),
  stdvar_over_time: variance,
  changes: (window) => countPairs(window, (before, after) => after !== before && !(after !== after && before !== before)),
  resets: (window) => countPairs(window, (before, after) => after < before),
  deriv: (window) => (window.high - window.low < 2 ? ABSENT : linearRegression(window, window.timesMs[window.low]).slope),
};

/** Least squares line through the window, time in seconds from `originMs`. Constant values give slope 0 exactly. Source: promql/functions.go linearRegression. */
export function linearRegression(window: Window, originMs: number): { slope: number; intercept: number } {
  const { timesMs, values, low, high } = window;
  const sumX = newSum();
  const sumY = newSum();
  const sumXY = newSum();
  const sumX2 = newSum();
  const first = values[low];
  let constant = true;
  for (let i = low; i < high; i++) {
    if (values[i] !== first) constant = false;
    const x = (timesMs[i] - originMs) / 1_000;
    addTo(sumX, x);
    addTo(sumY, values[i]);
    addTo(sumXY, x * values[i]);
    addTo(sumX2, x * x);
  }
  if (constant) return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: NaN, intercept: NaN };
  const n = high - low;
  const x = totalOf(sumX);
  const y = totalOf(sumY);
  const covariance = totalOf(sumXY) - (x * y) / n;
  const spread = totalOf(sumX2) - (x * x) / n;
  const slope = covariance / spread;
  return { slope, intercept: y / n - (slope * x) / n };
}
