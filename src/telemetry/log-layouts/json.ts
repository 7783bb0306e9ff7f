import { rfc3339 } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';
import { requestIdOf } from './request-identity.ts';

/** One JSON object a line as Node services write with pino and an ISO time stamp. */
export const json: LogLayout = ({ unixMs, level, source, traceId, traceHi, traceLo }, sentence) =>
  JSON.stringify({
    level,
    time: rfc3339(unixMs, 3),
    service: source.service,
    version: source.version,
    pid: 1,
    hostname: source.pod,
    ...(traceId === '' ? {} : { trace_id: traceId, req_id: requestIdOf(traceHi, traceLo) }),
    msg: sentence,
  });
