import type { LogLine } from '../../contract/records.ts';

/** Log lines as one JSON object a line. */
export function logsNdjson(lines: readonly LogLine[]): string {
  return lines
    .map(
      ({ unixMs, level, service, pod, container, traceId, text }) =>
        `${JSON.stringify({
          unixMs,
          level,
          service,
          pod,
          container,
          ...(traceId === '' ? {} : { traceId }),
          text,
        })}\n`,
    )
    .join('');
}
