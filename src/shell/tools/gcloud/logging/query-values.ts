import type { Comparison } from './query.ts';
import { refused } from './query-error.ts';

/** Source: Logging API, LogSeverity. */
export const SEVERITIES: Readonly<Record<string, number>> = {
  DEFAULT: 0,
  DEBUG: 100,
  INFO: 200,
  NOTICE: 300,
  WARNING: 400,
  ERROR: 500,
  CRITICAL: 600,
  ALERT: 700,
  EMERGENCY: 800,
};

const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 };

/** @returns NaN when the text is none. */
export function severityNumber(text: string): number {
  return SEVERITIES[text.toUpperCase()] ?? (/^\d+$/.test(text) ? Number(text) : Number.NaN);
}

/** Unix milliseconds of an RFC 3339 time or a date, NaN when it is none. */
export function timestampMs(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([Zz]|[-+]\d\d:\d\d))?$/.exec(text);
  if (match === null) return Number.NaN;
  const [, date, time = '00:00', zone = 'Z'] = match;
  return Date.parse(`${date}T${time}${zone.toUpperCase()}`) + microsecondsOf(time);
}

/** What a time has past its third decimal, in milliseconds: Date drops it. */
function microsecondsOf(time: string): number {
  return Number(`0.${/\.\d{3}(\d+)/.exec(time)?.[1] ?? '0'}`);
}

/** Seconds of `1.5s`, `250ms`, `2m`; NaN when it is none. A bare number counts seconds. */
export function durationSeconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)?$/.exec(text);
  return match === null ? Number.NaN : Number(match[1]) * SECONDS[match[2] ?? 's'];
}

/** Reads the value of a comparison by its field's type. @throws GcloudError when it is none; the wording is ours. */
export function operandNumber({ field, value, line, column }: Comparison, read: (text: string) => number, kind: string): number {
  const number = read(value);
  if (Number.isNaN(number)) throw refused(`Unparseable filter: ${field} at line ${line}, column ${column} is compared with '${value}', which is no ${kind}`);
  return number;
}
