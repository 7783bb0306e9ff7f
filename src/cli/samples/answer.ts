import { z } from 'zod';
import type { Queryable } from '../../contract/metrics.ts';
import type { QueryAnswer } from '../../contract/ports.ts';
import { queryInstant, queryRange } from '../../promql/http-api.ts';
import { readInput } from '../node-files.ts';
import { parseJson } from './read-ndjson.ts';
import { UsageError } from '../usage-error.ts';

/** When to evaluate: Unix seconds, as the Prometheus HTTP API takes them. */
export type When = { readonly time: number } | { readonly start: number; readonly end: number; readonly step: number };

/** Something that answers PromQL: samples from a file, or a session. */
export interface Answerer {
  instant(expr: string, timeMs: number): QueryAnswer;
  range(expr: string, startMs: number, endMs: number, stepMs: number): QueryAnswer;
}

export function answererOver(queryable: Queryable): Answerer {
  return {
    instant: (expr, timeMs) => queryInstant(queryable, expr, timeMs),
    range: (expr, startMs, endMs, stepMs) => queryRange(queryable, expr, startMs, endMs, stepMs),
  };
}

export function answer(answerer: Answerer, expr: string, when: When): QueryAnswer {
  return 'time' in when ? answerer.instant(expr, ms(when.time)) : answerer.range(expr, ms(when.start), ms(when.end), ms(when.step));
}

const id = z.union([z.string(), z.number()]);
const batchLine = z.union([
  z.strictObject({ id, expr: z.string(), time: z.number() }),
  z.strictObject({ id, expr: z.string(), start: z.number(), end: z.number(), step: z.number().positive() }),
]);

/** Answers every line of a batch file in order, one JSON line each. @throws UsageError with file and line */
export function* answerBatch(answerer: Answerer, path: string): Generator<string> {
  for (const [i, text] of readInput(path).split('\n').entries()) {
    if (text.trim() === '') continue;
    const place = `${path}:${i + 1}`;
    const line = batchLine.safeParse(parseJson(text, place));
    if (!line.success) throw new UsageError(`${place}: expected {"id", "expr", "time"} or {"id", "expr", "start", "end", "step"}`);
    if ('start' in line.data && line.data.end < line.data.start)
      throw new UsageError(`${place}: "end" ${line.data.end} lies before "start" ${line.data.start}`);
    yield JSON.stringify({ id: line.data.id, ...answer(answerer, line.data.expr, line.data) });
  }
}

function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
