import type { Micros } from '../contract/time.ts';

/**
 * Age as kubectl prints it: at most two units, the smaller one only while the larger is small.
 * @param ageUs microseconds, negative for a time still to come. Source: k8s.io/apimachinery pkg/util/duration HumanDuration.
 */
export function humanDuration(ageUs: Micros): string {
  const seconds = Math.trunc(ageUs / 1_000_000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return twoUnits(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  if (days < 8 * 365) return twoUnits(Math.trunc(days / 365), 'y', days % 365, 'd');
  return `${Math.trunc(days / 365)}y`;
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

const GO_UNITS: Readonly<Record<string, number>> = { ns: 0.001, us: 1, µs: 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 };

/** Microseconds of a Go duration (`90s`, `1m30s`, `1.5h`, `0`), or null when it is none. Source: Go time.ParseDuration. */
export function parseGoDuration(text: string): Micros | null {
  const sign = text.startsWith('-') ? -1 : 1;
  const rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0;
  if (!/^(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/.test(rest)) return null;
  let total = 0;
  for (const [, value, unit] of rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) total += Number(value) * GO_UNITS[unit];
  return sign * Math.round(total);
}

/** `1m30s` as Go's Duration.String prints whole seconds. */
export function goDuration(us: Micros): string {
  const seconds = Math.round(us / 1_000_000);
  const h = Math.trunc(seconds / 3600),
    m = Math.trunc((seconds % 3600) / 60),
    s = seconds % 60;
  if (h > 0) return `${h}h${m}m${s}s`;
  return m > 0 ? `${m}m${s}s` : `${s}s`;
}
