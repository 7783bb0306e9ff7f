import { required, type Query } from './query.ts';
import { SEVERITIES, severityNumber, timestampMs } from './query-values.ts';

/** What of the log a query can match at all, so that the rest is not read. */
export interface Reach {
  readonly fromMs: number;
  readonly toMs: number;
  /** The load balancer gives its 5xx WARNING and all else INFO. */
  readonly warningsOnly: boolean;
}

/** @param within outer bounds of the time stamp, Unix milliseconds */
export function reachOf(query: Query, within: Pick<Reach, 'fromMs' | 'toMs'>): Reach {
  let { fromMs, toMs } = within;
  let warningsOnly = false;
  for (const { field, operator, value } of required(query)) {
    const least = operator === '>' || operator === '>=' || operator === '=';
    if (field === 'timestamp') {
      if (least) fromMs = Math.max(fromMs, timestampMs(value));
      if (operator === '<' || operator === '<=' || operator === '=') toMs = Math.min(toMs, timestampMs(value));
    } else if (field === 'severity' && least) {
      warningsOnly ||= operator === '>' ? severityNumber(value) >= SEVERITIES.INFO : severityNumber(value) > SEVERITIES.INFO;
    } else if (field === 'httpRequest.status' && least) {
      warningsOnly ||= Number(value) >= 500;
    }
  }
  return { fromMs, toMs, warningsOnly };
}
