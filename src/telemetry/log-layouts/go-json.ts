import { rfc3339 } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';

const LEVEL_WORDS = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'ERROR' } as const;

/** Go's log/slog JSONHandler: time, level, msg, then attributes. */
export const goJson: LogLayout = ({ unixMs, level, source, traceId }, sentence) =>
  JSON.stringify({
    time: rfc3339(unixMs, 6),
    level: LEVEL_WORDS[level],
    msg: sentence,
    service: source.service,
    ...(traceId === '' ? {} : { trace_id: traceId }),
  });
