import type { Micros } from '../contract/time.ts';
import { closeSqlEngine } from '../shell/psql/sql-engine.ts';
import { readDoFile } from './do-file.ts';
import { openSession } from './headless/open-session.ts';
import { playHeadless } from './headless/play.ts';
import { createProgressLine } from './progress-line.ts';
import { type Answerer, answer, answerBatch, answererOver, type When } from './samples/answer.ts';
import { readNdjsonSeries } from './samples/read-ndjson.ts';
import { readOpenMetrics } from './samples/read-openmetrics.ts';
import { UsageError } from './usage-error.ts';

interface QueryOptions {
  readonly scenario?: string;
  readonly seed?: number;
  readonly do?: string;
  readonly at?: Micros;
  readonly openmetrics?: string;
  readonly series?: string;
  readonly time?: number;
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  readonly batch?: string;
}

/** Evaluates PromQL over a scenario's run or a file of samples. A query that is an error is printed as Prometheus would, and exits 1. */
export async function queryVerb(expr: string | undefined, options: QueryOptions): Promise<void> {
  checkSources(options);
  if (options.batch !== undefined) {
    if (expr !== undefined || hasTimes(options))
      throw new UsageError('--batch names expressions and times itself: give neither EXPR nor --time, --start, --end, --step');
    const { answerer } = await openSource(options);
    for (const line of answerBatch(answerer, options.batch)) process.stdout.write(`${line}\n`);
    return;
  }
  if (expr === undefined) throw new UsageError('an expression is missing: query EXPR --time T, or --batch FILE');
  checkTimes(options);
  const { answerer, nowSeconds } = await openSource(options);
  const result = answer(answerer, expr, when(options, nowSeconds));
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (result.status === 'error') process.exitCode = 1;
}

function checkSources(options: QueryOptions): void {
  const sources = [options.scenario, options.openmetrics, options.series].filter((source) => source !== undefined);
  if (sources.length !== 1) throw new UsageError('say what to query: exactly one of --scenario, --openmetrics, --series');
  if (options.scenario === undefined && (options.seed !== undefined || options.do !== undefined || options.at !== undefined)) {
    throw new UsageError('--seed, --do and --at go with --scenario');
  }
}

function hasTimes({ time, start, end, step }: QueryOptions): boolean {
  return time !== undefined || start !== undefined || end !== undefined || step !== undefined;
}

function checkTimes(options: QueryOptions): void {
  const { time, start, end, step } = options;
  const range = [start, end, step].filter((part) => part !== undefined).length;
  if (range > 0 && (range < 3 || time !== undefined)) throw new UsageError('give --time for an instant, or --start, --end and --step for a range');
  if (start !== undefined && end !== undefined && end < start) throw new UsageError(`--end: ${end} lies before --start ${start}`);
  if (range === 0 && time === undefined && options.scenario === undefined)
    throw new UsageError('say when: --time for an instant, or --start, --end and --step for a range (Unix seconds)');
}

function when({ time, start, end, step }: QueryOptions, nowSeconds: number | null): When {
  if (start !== undefined && end !== undefined && step !== undefined) return { start, end, step };
  return { time: time ?? nowSeconds ?? 0 };
}

async function openSource(
  options: QueryOptions,
): Promise<{ readonly answerer: Answerer /** Unix seconds where a run stands. */; readonly nowSeconds: number | null }> {
  if (options.openmetrics !== undefined) return { answerer: answererOver(readOpenMetrics(options.openmetrics)), nowSeconds: null };
  if (options.series !== undefined) return { answerer: answererOver(readNdjsonSeries(options.series)), nowSeconds: null };
  const plan = options.do === undefined ? [] : readDoFile(options.do);
  const session = openSession(options.scenario ?? '', options.seed);
  const progress = createProgressLine();
  await playHeadless(session, plan, options.at ?? 0, (ratio) => progress.show(ratio, 'playing'));
  progress.clear();
  await closeSqlEngine();
  return {
    answerer: {
      instant: (expr, timeMs) => session.query(expr, timeMs),
      range: (expr, startMs, endMs, stepMs) => session.queryRange(expr, startMs, endMs, stepMs),
    },
    nowSeconds: (session.epoch.startUnixMs + session.nowUs / 1000) / 1000,
  };
}
