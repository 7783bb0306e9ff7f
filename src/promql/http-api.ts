import type { Queryable } from '../contract/metrics.ts';
import type { QueryAnswer } from '../contract/ports.ts';
import type { Expr } from './ast.ts';
import { formatNumber } from './format-number.ts';
import { parse } from './parse.ts';
import { PromqlParseError } from './parse-error.ts';
import { evaluateInstant, evaluateRange } from './query.ts';
import { TYPE_WORDS, typeOf } from './type-check.ts';
import { PromqlExecutionError, type Remarks } from './value.ts';

/** Prometheus refuses range queries with more points a series than this (web/api/v1). */
const POINTS_MAX = 11_000;

type Success = Extract<QueryAnswer, { status: 'success' }>;

/** Answers `/api/v1/query` at a Unix millisecond. Never throws for a wrong query: the answer says what is wrong. */
export function queryInstant(queryable: Queryable, text: string, timeMs: number): QueryAnswer {
  return answering(text, (expr, remarks) => {
    const result = evaluateInstant(queryable, expr, timeMs, remarks);
    const at = timeMs / 1_000;
    switch (result.kind) {
      case 'scalar':
        return { resultType: 'scalar', result: [at, formatNumber(result.value)] };
      case 'string':
        return { resultType: 'string', result: [at, result.text] };
      case 'vector':
        return { resultType: 'vector', result: result.series.map(({ labels, value }) => ({ metric: labels, value: [at, formatNumber(value)] as const })) };
      case 'matrix':
        return { resultType: 'matrix', result: result.series.map(({ labels, timesMs, values }) => ({ metric: labels, values: pairs(timesMs, values) })) };
    }
  });
}

/** Answers `/api/v1/query_range`; start, end and step in milliseconds. */
export function queryRange(queryable: Queryable, text: string, startMs: number, endMs: number, stepMs: number): QueryAnswer {
  if (!(stepMs > 0)) return badData('zero or negative query resolution step widths are not accepted. Try a positive integer');
  if (endMs < startMs) return badData('end timestamp must not be before start time');
  if ((endMs - startMs) / stepMs > POINTS_MAX)
    return badData('exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)');
  return answering(text, (expr, remarks) => {
    const type = typeOf(expr);
    if (type !== 'scalar' && type !== 'vector')
      throw new PromqlParseError(text, 0, `invalid expression type "${TYPE_WORDS[type]}" for range query, must be Scalar or instant Vector`);
    const series = evaluateRange(queryable, expr, startMs, endMs, stepMs, remarks);
    return { resultType: 'matrix', result: series.map(({ labels, timesMs, values }) => ({ metric: labels, values: pairs(timesMs, values) })) };
  });
}

function pairs(timesMs: Float64Array, values: Float64Array): (readonly [number, string])[] {
  return Array.from(timesMs, (ms, i) => [ms / 1_000, formatNumber(values[i])] as const);
}

function badData(error: string): QueryAnswer {
  return { status: 'error', errorType: 'bad_data', error };
}

function answering(text: string, run: (expr: Expr, remarks: Remarks) => Success['data']): QueryAnswer {
  const warnings = new Set<string>();
  const infos = new Set<string>();
  const place = (at: number): string => {
    const before = text.slice(0, at).split('\n');
    return `(${before.length}:${before[before.length - 1].length + 1})`;
  };
  const remarks: Remarks = {
    warn: (remark, at) => {
      warnings.add(`PromQL warning: ${remark} ${place(at)}`);
    },
    info: (remark, at) => {
      infos.add(`PromQL info: ${remark} ${place(at)}`);
    },
  };
  try {
    const expr = parse(text);
    const data = run(expr, remarks);
    return { status: 'success', data, ...(warnings.size > 0 ? { warnings: [...warnings] } : {}), ...(infos.size > 0 ? { infos: [...infos] } : {}) };
  } catch (error) {
    if (error instanceof PromqlParseError) return badData(`invalid parameter "query": ${error.message}`);
    if (error instanceof PromqlExecutionError) return { status: 'error', errorType: 'execution', error: error.message };
    throw error;
  }
}
