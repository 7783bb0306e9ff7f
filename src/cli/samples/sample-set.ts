import type { Labels, Queryable, SeriesSamples } from '../../contract/metrics.ts';
import { createLabelIndex } from '../../telemetry/label-index.ts';
import { labelKey } from '../../telemetry/label-key.ts';
import { lowerBound } from '../../telemetry/time-column.ts';
import { UsageError } from '../usage-error.ts';

interface Growing {
  readonly labels: Labels;
  readonly timesMs: number[];
  readonly values: number[];
}

/** Samples read from a file, to run PromQL over. */
export interface SampleSet extends Queryable {
  readonly seriesCount: number;
  readonly sampleCount: number;
}

/** Collects samples in any order of series; within one, times must ascend. */
export interface SampleCollector {
  /** @throws UsageError if the time is not after the series' last one */
  add(labels: Labels, timeMs: number, value: number): void;
  done(): SampleSet;
}

/** @param placeOf where the reader stands, for messages: `file:line` */
export function collectSamples(placeOf: () => string): SampleCollector {
  const byKey = new Map<string, Growing>();
  let lastLabels: Labels | null = null;
  let last: Growing | null = null;
  return {
    add(labels, timeMs, value) {
      if (labels !== lastLabels || last === null) {
        const key = labelKey(labels);
        last = byKey.get(key) ?? null;
        if (last === null) byKey.set(key, (last = { labels, timesMs: [], values: [] }));
        lastLabels = labels;
      }
      const before = last.timesMs.at(-1);
      if (before !== undefined && timeMs <= before) throw new UsageError(`${placeOf()}: time ${timeMs} ms is not after the series' last one, ${before} ms`);
      last.timesMs.push(timeMs);
      last.values.push(value);
    },
    done: () =>
      sampleSet([...byKey.values()].map(({ labels, timesMs, values }) => ({ labels, timesMs: Float64Array.from(timesMs), values: Float64Array.from(values) }))),
  };
}

function sampleSet(all: readonly SeriesSamples[]): SampleSet {
  const index = createLabelIndex();
  for (const [id, series] of all.entries()) index.add(id, series.labels);
  return {
    seriesCount: all.length,
    sampleCount: all.reduce((sum, series) => sum + series.timesMs.length, 0),
    select(matchers, fromMs, toMs) {
      const found: SeriesSamples[] = [];
      for (const id of index.find(matchers, (id) => all[id].labels)) {
        const series = all[id];
        if (series === undefined) continue;
        const { labels, timesMs, values } = series;
        const from = lowerBound(timesMs, 0, timesMs.length, fromMs);
        const to = lowerBound(timesMs, from, timesMs.length, toMs + 1);
        if (to > from) found.push({ labels, timesMs: timesMs.subarray(from, to), values: values.subarray(from, to) });
      }
      return found;
    },
  };
}
