import { ABSENT } from '../value.ts';
import type { Window, WindowFunction } from '../windows.ts';

/**
 * Increase over the window, extrapolated to its ends as Prometheus does (extrapolatedRate in promql/functions.go): towards an end that lies within 1.1
 * average sample distances by the whole gap, otherwise by half a distance; a counter never below zero.
 */
function extrapolated(window: Window, isCounter: boolean): number {
  const { timesMs, values, low, high } = window;
  if (high - low < 2) return ABSENT;
  const first = values[low];
  let result = values[high - 1] - first;
  if (isCounter) {
    for (let i = low + 1; i < high; i++) if (values[i] < values[i - 1]) result += values[i - 1];
  }
  let toStart = (timesMs[low] - window.fromMs) / 1_000;
  let toEnd = (window.toMs - timesMs[high - 1]) / 1_000;
  const sampled = (timesMs[high - 1] - timesMs[low]) / 1_000;
  const distance = sampled / (high - low - 1);
  const threshold = distance * 1.1;
  if (toStart >= threshold) toStart = distance / 2;
  if (isCounter && result > 0 && first >= 0) {
    const toZero = sampled * (first / result);
    if (toZero < toStart) toStart = toZero;
  }
  if (toEnd >= threshold) toEnd = distance / 2;
  return result * ((sampled + toStart + toEnd) / sampled);
}

const seconds = (window: Window): number => (window.toMs - window.fromMs) / 1_000;

const perSecond = (window: Window): number => {
  const increase = extrapolated(window, true);
  return increase === ABSENT ? ABSENT : increase / seconds(window);
};

/** Difference of the last two samples; a counter that fell counts from zero. */
function lastStep(window: Window, isRate: boolean): number {
  const { timesMs, values, low, high } = window;
  if (high - low < 2) return ABSENT;
  const last = values[high - 1];
  const before = values[high - 2];
  const difference = isRate && last < before ? last : last - before;
  const gap = timesMs[high - 1] - timesMs[high - 2];
  if (gap === 0) return ABSENT;
  return isRate ? difference / (gap / 1_000) : difference;
}

export const rateFunctions: Readonly<Record<string, WindowFunction>> = {
  rate: perSecond,
  increase: (window) => extrapolated(window, true),
  delta: (window) => extrapolated(window, false),
  irate: (window) => lastStep(window, true),
  idelta: (window) => lastStep(window, false),
};
