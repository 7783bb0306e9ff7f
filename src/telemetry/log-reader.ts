import { LOG_TEMPLATES } from '../contract/log-templates.ts';
import { LEVELS, type LogFilter, type LogLine, type Source } from '../contract/records.ts';
import { type Epoch, unixMsOf } from '../contract/time.ts';
import type { EdgeNames } from './log-layouts/log-context.ts';
import { renderLine } from './log-layouts/render-line.ts';
import type { LogRow, LogStore, RowFilter } from './log-store.ts';
import { createTextFilter } from './text-filter.ts';
import { traceIdOf, traceKeyOf } from './trace-id.ts';

export interface LogReading {
  readonly logs: LogStore;
  readonly sources: readonly Source[];
  readonly sourceOf: (id: number) => Source;
  readonly text: (id: number) => string;
  readonly epoch: Epoch;
  readonly edge: EdgeNames;
}

/** Lines that pass the filter, ascending. Columns decide first; only rows they leave are rendered, and a text filter looks at the line as shown. */
export function readLogs(reading: LogReading, filter: LogFilter): LogLine[] {
  const rows = rowFilter(reading, filter);
  if (rows === null || filter.limit <= 0) return [];
  const hasText = filter.text === undefined || filter.text === '' ? null : createTextFilter(filter.text, (row) => lineOf(reading, row).text);
  const out: LogLine[] = [];
  const newest = filter.take === 'newest';
  reading.logs.scan(rows, newest, (row) => {
    if (hasText === null || hasText(row)) out.push(lineOf(reading, row));
    return out.length < filter.limit;
  });
  return newest ? out.reverse() : out;
}

function rowFilter({ sources }: LogReading, filter: LogFilter): RowFilter | null {
  const key = filter.traceId === undefined || filter.traceId === '' ? null : traceKeyOf(filter.traceId);
  if (filter.traceId !== undefined && filter.traceId !== '' && key === null) return null;
  let allowed: Uint8Array | null = null;
  const { services = [], pods = [] } = filter;
  if (services.length > 0 || pods.length > 0) {
    const marks = new Uint8Array(sources.length);
    sources.forEach((source, id) => {
      if ((services.length === 0 || services.includes(source.service)) && (pods.length === 0 || pods.includes(source.pod))) marks[id] = 1;
    });
    allowed = marks;
  }
  return {
    sources: allowed,
    minLevel: filter.minLevel === undefined ? 0 : LEVELS.indexOf(filter.minLevel),
    byTrace: key !== null,
    traceHi: key?.hi ?? 0,
    traceLo: key?.lo ?? 0,
    fromUs: filter.fromUs ?? -Infinity,
    toUs: filter.toUs ?? Infinity,
    afterId: filter.afterId ?? -1,
  };
}

function lineOf(reading: LogReading, row: LogRow): LogLine {
  const source = reading.sourceOf(row.source);
  const unixMs = unixMsOf(reading.epoch, row.tUs);
  const traceId = traceIdOf(row.traceHi, row.traceLo);
  const level = LEVELS[row.level];
  const text = renderLine(row.template, {
    template: LOG_TEMPLATES[row.template].name,
    unixMs,
    level,
    source,
    traceHi: row.traceHi,
    traceLo: row.traceLo,
    traceId,
    args: row.args,
    text: reading.text,
    sourceOf: reading.sourceOf,
    edge: reading.edge,
  });
  return { id: row.id, tUs: row.tUs, unixMs, level, service: source.service, pod: source.pod, container: source.container, traceId, text };
}
