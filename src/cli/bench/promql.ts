import { z } from 'zod';
import type { Queryable } from '../../contract/metrics.ts';
import { queryInstant, queryRange } from '../../promql/http-api.ts';
import { readInput } from '../node-files.ts';
import { parseJson, readNdjsonSeries } from '../samples/read-ndjson.ts';
import type { SampleSet } from '../samples/sample-set.ts';
import { UsageError } from '../usage-error.ts';
import { type Spread, spreadOf } from './spread.ts';
import { DEFAULT_FLEET, syntheticSamples } from './synthetic-samples.ts';

/** Unix seconds. */
const queryFile = z.object({
  instant: z.object({ time: z.number() }),
  range: z.object({ start: z.number(), end: z.number(), step: z.number().positive() }),
  queries: z.record(z.string(), z.string()),
});

type QueryFile = z.infer<typeof queryFile>;

const HOUR = { start: DEFAULT_FLEET.startSeconds - 5, end: DEFAULT_FLEET.startSeconds - 5 + DEFAULT_FLEET.durationSeconds };

/** What dashboards and alert rules ask most. */
const DEFAULT_QUERIES: QueryFile = {
  instant: { time: HOUR.end },
  range: { ...HOUR, step: 15 },
  queries: {
    rate_sum_by: 'sum by (service, code) (rate(http_requests_total[5m]))',
    histogram_quantile: 'histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket[5m])))',
    topk: 'topk(10, sum by (pod) (rate(container_cpu_usage_seconds_total[5m])))',
    avg_over_time: 'avg_over_time(container_memory_working_set_bytes[30m])',
    burn_rate_alert: ['1h', '5m'].map(burning).join(' and '),
    count_over_time: 'count_over_time(http_requests_total[30m])',
  },
};

function burning(window: string): string {
  return `(sum by (service) (rate(http_requests_total{code=~"5.."}[${window}])) / sum by (service) (rate(http_requests_total[${window}])) > (14.4 * 0.001))`;
}

export interface PromqlBench {
  readonly series: number;
  readonly samples: number;
  /** Milliseconds. */
  readonly queries: Readonly<Record<string, { readonly instantMs: Spread; readonly rangeMs: Spread }>>;
}

const RUNS = 11;
const WARM_UPS = 2;

/** Times PromQL over a file of series, or over made-up ones. @throws UsageError for a wrong file or query */
export function benchPromql(seriesFile: string | undefined, queriesFile: string | undefined): PromqlBench {
  const samples: SampleSet = seriesFile === undefined ? syntheticSamples() : readNdjsonSeries(seriesFile);
  const asked = queriesFile === undefined ? DEFAULT_QUERIES : readQueries(queriesFile);
  const queries: Record<string, { instantMs: Spread; rangeMs: Spread }> = {};
  for (const [name, expr] of Object.entries(asked.queries)) {
    const { start, end, step } = asked.range;
    queries[name] = {
      instantMs: timed(samples, (source) => queryInstant(source, expr, asked.instant.time * 1000)),
      rangeMs: timed(samples, (source) => queryRange(source, expr, start * 1000, end * 1000, step * 1000)),
    };
  }
  return { series: samples.seriesCount, samples: samples.sampleCount, queries };
}

function readQueries(path: string): QueryFile {
  const read = queryFile.safeParse(parseJson(readInput(path), path));
  if (!read.success)
    throw new UsageError(`${path}: expected {instant: {time}, range: {start, end, step}, queries: {name: expr}}: ${z.prettifyError(read.error)}`);
  return read.data;
}

function timed(samples: Queryable, ask: (source: Queryable) => ReturnType<typeof queryInstant>): Spread {
  const tookMs: number[] = [];
  for (let run = -WARM_UPS; run < RUNS; run++) {
    const began = performance.now();
    const answer = ask(samples);
    if (answer.status === 'error') throw new UsageError(answer.error);
    if (run >= 0) tookMs.push(performance.now() - began);
  }
  return spreadOf(tookMs);
}
