import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { unixMsOf } from '../contract/time.ts';
import type { Session } from '../session/session-api.ts';
import { logsNdjson } from '../telemetry/export/logs-ndjson.ts';
import { openMetricsChunks } from '../telemetry/export/openmetrics.ts';
import { otlpTraces } from '../telemetry/export/otlp-traces.ts';
import { createTsdb, type Tsdb } from '../telemetry/tsdb.ts';
import { UsageError } from './usage-error.ts';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Writes what `run --out` promises into an existing folder. @throws UsageError when it cannot be written */
export function writeRunFiles(session: Session, folder: string): void {
  try {
    writeChunks(join(folder, 'metrics.om'), openMetricsChunks(samplesOf(session)));
    writeFileSync(join(folder, 'logs.ndjson'), logsNdjson(session.logs({ limit: EVERYTHING, take: 'oldest' })));
    writeFileSync(join(folder, 'traces.otlp.json'), `${JSON.stringify(otlpTraces(session.traces({ limit: EVERYTHING }), session.epoch))}\n`);
    writeFileSync(join(folder, 'recording.json'), `${JSON.stringify(session.recording())}\n`);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new UsageError(`--out: ${(error as Error).message}`);
  }
}

function writeChunks(path: string, chunks: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const chunk of chunks) writeSync(file, chunk);
  } finally {
    closeSync(file);
  }
}

/** All samples of the run itself (the history before it is made up), read as anyone would read them. */
function samplesOf(session: Session): Tsdb {
  const samples = createTsdb();
  const endMs = unixMsOf(session.epoch, session.nowUs);
  const window = `${Math.ceil(endMs - session.epoch.startUnixMs)}ms`;
  for (const name of session.metricNames()) {
    const answer = session.query(`{__name__="${name}"}[${window}]`, endMs);
    if (answer.status === 'error') throw new Error(answer.error);
    if (answer.data.resultType !== 'matrix') continue;
    for (const { metric, values } of answer.data.result) {
      for (const [seconds, value] of values)
        samples.append(
          metric,
          Math.round(seconds * 1000),
          Number(value === '+Inf' ? Number.POSITIVE_INFINITY : value === '-Inf' ? Number.NEGATIVE_INFINITY : value),
        );
    }
  }
  return samples;
}
