import { STALE } from '../../contract/metrics.ts';
import type { StoredSeries, Tsdb } from '../tsdb.ts';

/**
 * The store as OpenMetrics 1.0 text, in chunks of a series each (join them, or write them one by one), ending in `# EOF`. Times are in seconds.
 * Metric families are told by name: `_total` a counter, `_bucket` with `_sum` and `_count` a histogram, the rest gauges. Staleness markers are not
 * written: the text format has none.
 */
export function* openMetricsChunks(tsdb: Tsdb): Generator<string> {
  const families = new Map<string, { readonly type: string; readonly series: StoredSeries[] }>();
  const names = new Set(tsdb.metricNames());
  for (const series of tsdb.series()) {
    const { family, type } = familyOf(series.labels.__name__ ?? '', names);
    const known = families.get(family);
    if (known === undefined) families.set(family, { type, series: [series] });
    else known.series.push(series);
  }
  for (const name of [...families.keys()].sort()) {
    const family = families.get(name);
    if (family === undefined) continue;
    yield `# TYPE ${name} ${family.type}\n`;
    // a chunk a series: an hour of a family's buckets is longer than a JavaScript string may be
    for (const series of family.series) yield seriesText(tsdb, series);
  }
  yield '# EOF\n';
}

export function openMetricsText(tsdb: Tsdb): string {
  return [...openMetricsChunks(tsdb)].join('');
}

function familyOf(name: string, names: ReadonlySet<string>): { readonly family: string; readonly type: string } {
  const histogram = /^(.*)_(bucket|sum|count)$/.exec(name);
  if (histogram !== null && names.has(`${histogram[1]}_bucket`)) return { family: histogram[1], type: 'histogram' };
  if (name.endsWith('_total')) return { family: name.slice(0, -'_total'.length), type: 'counter' };
  return { family: name, type: 'gauge' };
}

function seriesText(tsdb: Tsdb, series: StoredSeries): string {
  const { times, length } = tsdb.timeColumn(series.column);
  const { __name__: name, ...labels } = series.labels;
  const pairs = Object.keys(labels)
    .sort()
    .map((label) => `${label}="${escaped(labels[label])}"`)
    .join(',');
  const head = pairs === '' ? name : `${name}{${pairs}}`;
  let text = '';
  for (let row = series.start; row < length; row++) {
    const value = series.values[row - series.start];
    if (value !== STALE) text += `${head} ${numberText(value)} ${times[row] / 1_000}\n`;
  }
  return text;
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function numberText(value: number): string {
  if (value !== value) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
