import { type SeriesSamples, STALE } from '../contract/metrics.ts';
import type { AtModifier, MatrixSelector, VectorSelector } from './ast.ts';
import { ABSENT, column, type Evaluation, hasValue, type VectorSeries } from './value.ts';

/** When a selector with this offset and `@` looks, at a step. */
export function lookTime(evaluation: Evaluation, at: AtModifier, offsetMs: number, step: number): number {
  if (at === null) return evaluation.times[step] - offsetMs;
  const fixed = at === 'start' ? evaluation.queryStartMs : at === 'end' ? evaluation.queryEndMs : at;
  return fixed - offsetMs;
}

/** First and last instant a selector looks at over all steps. */
function span(evaluation: Evaluation, at: AtModifier, offsetMs: number): { first: number; last: number } {
  return { first: lookTime(evaluation, at, offsetMs, 0), last: lookTime(evaluation, at, offsetMs, evaluation.times.length - 1) };
}

/** The newest sample at most `lookback` old at each step, unless it is a staleness marker. `pick` chooses its value or its time. */
export function instantVector(evaluation: Evaluation, selector: VectorSelector, pick: 'value' | 'time' = 'value'): VectorSeries[] {
  const { times, lookbackMs } = evaluation;
  const { first, last } = span(evaluation, selector.at, selector.offsetMs);
  const out: VectorSeries[] = [];
  // The window is left-open: a sample exactly `lookback` old does not count any more.
  for (const samples of evaluation.queryable.select(selector.matchers, first - lookbackMs + 1, last)) {
    const values = column(times.length);
    const { timesMs } = samples;
    let next = 0;
    for (let step = 0; step < times.length; step++) {
      const t = lookTime(evaluation, selector.at, selector.offsetMs, step);
      while (next < timesMs.length && timesMs[next] <= t) next++;
      if (next === 0 || timesMs[next - 1] <= t - lookbackMs || samples.values[next - 1] === STALE) continue;
      values[step] = pick === 'value' ? samples.values[next - 1] : timesMs[next - 1] / 1_000;
    }
    if (hasValue(values)) out.push({ labels: samples.labels, dropName: false, values });
  }
  return out;
}

/** Samples a range function walks over, markers taken out. */
export interface RangeSeries {
  readonly labels: SeriesSamples['labels'];
  readonly dropName: boolean;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

export function matrixSeries(evaluation: Evaluation, matrix: MatrixSelector): RangeSeries[] {
  const { selector, rangeMs } = matrix;
  const { first, last } = span(evaluation, selector.at, selector.offsetMs);
  return evaluation.queryable
    .select(selector.matchers, first - rangeMs + 1, last)
    .map((samples) => ({ labels: samples.labels, dropName: false, ...withoutMarkers(samples.timesMs, samples.values) }));
}

/** The columns themselves when no value is the marker, else copies without it. */
export function withoutMarkers(timesMs: Float64Array, values: Float64Array): { timesMs: Float64Array; values: Float64Array } {
  let kept = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== ABSENT) kept++;
  if (kept === values.length) return { timesMs, values };
  const times = new Float64Array(kept);
  const real = new Float64Array(kept);
  for (let i = 0, k = 0; i < values.length; i++) {
    if (values[i] === ABSENT) continue;
    times[k] = timesMs[i];
    real[k++] = values[i];
  }
  return { timesMs: times, values: real };
}
