import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from '../session/session-api.ts';
import { logsNdjson } from '../telemetry/export/logs-ndjson.ts';
import { openMetricsChunks } from '../telemetry/export/openmetrics.ts';
import { otlpTraces } from '../telemetry/export/otlp-traces.ts';
import { lowerBound } from '../telemetry/time-column.ts';
import type { Tsdb } from '../telemetry/tsdb.ts';
import { UsageError } from './usage-error.ts';

/** Rows written at a time: a whole run's lines do not fit into one JavaScript string. */
const LOG_LINES = 20_000;
const TRACES = 2_000;

/** Writes what `run --out` promises into an existing folder. @throws UsageError when it cannot be written */
export function writeRunFiles(session: Session, folder: string): void {
  try {
    writeChunks(join(folder, 'metrics.om'), openMetricsChunks(ownSamples(session)));
    writeChunks(join(folder, 'logs.ndjson'), logChunks(session));
    writeChunks(join(folder, 'traces.otlp.json'), traceChunks(session));
    writeFileSync(join(folder, 'recording.json'), `${JSON.stringify(session.recording())}\n`);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new UsageError(`--out: ${(error as Error).message}`);
  }
}

function writeChunks(path: string, chunks: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const chunk of chunks) writeWhole(file, Buffer.from(chunk));
  } finally {
    closeSync(file);
  }
}

/** The system may take a part of what it is given. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** The samples of the run itself: those before it are its warm-up, repeated. */
function ownSamples(session: Session): Tsdb {
  const { tsdb } = session.telemetry;
  const series = tsdb.series().map((one) => {
    const { times, length } = tsdb.timeColumn(one.column);
    const start = lowerBound(times, one.start, length, session.epoch.startUnixMs);
    return { ...one, start, values: one.values.subarray(start - one.start) };
  });
  return { ...tsdb, series: () => series };
}

function* logChunks(session: Session): Generator<string> {
  let afterId = -1;
  for (;;) {
    const lines = session.logs({ afterId, limit: LOG_LINES, take: 'oldest' });
    const last = lines.at(-1);
    if (last === undefined) return;
    yield logsNdjson(lines);
    afterId = last.id;
  }
}

/** One OTLP document; a pod's spans may stand in several of its resources. */
function* traceChunks(session: Session): Generator<string> {
  const traces = session.traces({ limit: Number.MAX_SAFE_INTEGER });
  yield '{"resourceSpans":[';
  for (let at = 0; at < traces.length; at += TRACES) {
    const { resourceSpans } = otlpTraces(traces.slice(at, at + TRACES), session.epoch);
    yield (at > 0 ? ',' : '') + resourceSpans.map((resource) => JSON.stringify(resource)).join(',');
  }
  yield ']}\n';
}
