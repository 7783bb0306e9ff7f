import type { MatrixSelector, SubqueryExpr } from './ast.ts';
import { lookTime, type RangeSeries } from './selectors.ts';
import { ABSENT, column, type Evaluation } from './value.ts';

/** The samples of one series in (fromMs, toMs]: positions low … high-1. Reused from step to step: do not keep. */
export interface Window {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  low: number;
  high: number;
  fromMs: number;
  toMs: number;
}

export type WindowFunction = (window: Window, step: number) => number;

/** Applies a function to the window before each step. Steps whose window is empty have no value. */
export function overWindows(evaluation: Evaluation, series: RangeSeries, range: MatrixSelector | SubqueryExpr, apply: WindowFunction): Float64Array {
  const { at, offsetMs } = range.kind === 'matrix' ? range.selector : range;
  const { timesMs, values } = series;
  const out = column(evaluation.times.length);
  const window: Window = { timesMs, values, low: 0, high: 0, fromMs: 0, toMs: 0 };
  for (let step = 0; step < out.length; step++) {
    window.toMs = lookTime(evaluation, at, offsetMs, step);
    window.fromMs = window.toMs - range.rangeMs;
    while (window.high < timesMs.length && timesMs[window.high] <= window.toMs) window.high++;
    while (window.low < window.high && timesMs[window.low] <= window.fromMs) window.low++;
    out[step] = window.high > window.low ? apply(window, step) : ABSENT;
  }
  return out;
}
