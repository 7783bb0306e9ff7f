import { keyOf, without } from '../label-sets.ts';
import { ABSENT, column, hasValue, type Value, type VectorSeries } from '../value.ts';
import { type FunctionCall, type PromqlFunction, scalarArgument, vectorArgument } from './function-call.ts';
import { warnAboutQuantile } from './range-functions.ts';

interface Bucket {
  readonly upper: number;
  count: number;
}

interface Histogram {
  readonly labels: VectorSeries['labels'];
  readonly buckets: { readonly upper: number; readonly values: Float64Array }[];
}

function histogramQuantile(call: FunctionCall): Value {
  const q = scalarArgument(call, 0);
  const { remarks } = call.evaluation;
  for (const value of q) warnAboutQuantile(call, value);
  const histograms = new Map<string, Histogram>();
  for (const series of vectorArgument(call, 1)) {
    const upper = parseBound(series.labels.le);
    if (upper === null) {
      remarks.warn(
        `bucket label "le" is missing or has a malformed value of "${series.labels.le ?? ''}" for metric name "${series.labels.__name__ ?? ''}"`,
        call.node.args[1].from,
      );
      continue;
    }
    const labels = without(series.labels, ['le']);
    const key = keyOf(labels);
    let histogram = histograms.get(key);
    if (histogram === undefined) histograms.set(key, (histogram = { labels, buckets: [] }));
    histogram.buckets.push({ upper, values: series.values });
  }
  const out: VectorSeries[] = [];
  for (const { labels, buckets } of histograms.values()) {
    buckets.sort((a, b) => a.upper - b.upper || 0);
    const values = column(q.length);
    for (let step = 0; step < values.length; step++) {
      const present: Bucket[] = [];
      for (const { upper, values: counts } of buckets) if (counts[step] !== ABSENT) present.push({ upper, count: counts[step] });
      if (present.length === 0) continue;
      const result = bucketQuantile(q[step], present);
      values[step] = result.value;
      if (result.forced) {
        remarks.info(
          `input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile) for metric name "${labels.__name__ ?? ''}"`,
          call.node.args[1].from,
        );
      }
    }
    if (hasValue(values)) out.push({ labels, dropName: true, values });
  }
  return { kind: 'vector', series: out };
}

export function parseBound(le: string | undefined): number | null {
  if (le === undefined || le === '') return null;
  if (/^\+?Inf$/i.test(le)) return Infinity;
  if (/^-Inf$/i.test(le)) return -Infinity;
  const value = Number(le);
  return value !== value ? null : value;
}

/** Quantile of cumulative buckets in ascending order of bound, linear inside a bucket (promql/quantile.go BucketQuantile). */
export function bucketQuantile(q: number, buckets: Bucket[]): { readonly value: number; readonly forced: boolean } {
  if (q !== q) return { value: NaN, forced: false };
  if (q < 0) return { value: -Infinity, forced: false };
  if (q > 1) return { value: Infinity, forced: false };
  if (buckets[buckets.length - 1].upper !== Infinity) return { value: NaN, forced: false };
  const merged = coalesced(buckets);
  const forced = makeMonotonic(merged);
  if (merged.length < 2) return { value: NaN, forced };
  const observations = merged[merged.length - 1].count;
  if (observations === 0 || observations !== observations) return { value: NaN, forced };
  let rank = q * observations;
  let b = 0;
  while (b < merged.length - 1 && merged[b].count < rank) b++;
  if (b === merged.length - 1) return { value: merged[merged.length - 2].upper, forced };
  if (b === 0 && merged[0].upper <= 0) return { value: merged[0].upper, forced };
  let start = 0;
  let count = merged[b].count;
  if (b > 0) {
    start = merged[b - 1].upper;
    count -= merged[b - 1].count;
    rank -= merged[b - 1].count;
  }
  return { value: start + (merged[b].upper - start) * (rank / count), forced };
}

function coalesced(buckets: readonly Bucket[]): Bucket[] {
  const out: Bucket[] = [];
  for (const bucket of buckets) {
    const last = out[out.length - 1];
    if (last !== undefined && last.upper === bucket.upper) last.count += bucket.count;
    else out.push({ ...bucket });
  }
  return out;
}

/** Counts that fall are raised to the one before; relative differences up to 1e-12 are rounding and pass in silence. */
function makeMonotonic(buckets: Bucket[]): boolean {
  let forced = false;
  let before = buckets[0].count;
  for (let i = 1; i < buckets.length; i++) {
    const { count } = buckets[i];
    if (count === before) continue;
    const close = Math.abs(count - before) / Math.min(Math.abs(count) + Math.abs(before), Number.MAX_VALUE) < 1e-12;
    if (close || count < before) {
      buckets[i].count = before;
      if (!close) forced = true;
    } else before = count;
  }
  return forced;
}

export const histogramFunctions: Readonly<Record<string, PromqlFunction>> = { histogram_quantile: histogramQuantile };
