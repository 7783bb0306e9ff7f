import type { Epoch, Micros } from '../contract/time.ts';

/** Wall-clock fields of a Unix second in UTC. Days to civil date: Howard Hinnant, "chrono-compatible low-level date algorithms". */
interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function civil(unixSeconds: number): CivilTime {
  const days = Math.floor(unixSeconds / 86_400);
  const rest = unixSeconds - days * 86_400;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

function unixSecondsOf(epoch: Epoch, tUs: Micros): number {
  return Math.floor((epoch.startUnixMs * 1000 + tUs) / 1_000_000);
}

/** `2026-11-22T13:18:57Z`, the form of every metav1.Time. */
export function rfc3339(epoch: Epoch, tUs: Micros): string {
  const c = civil(unixSecondsOf(epoch, tUs));
  return `${two(c.year, 4)}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}:${two(c.second)}Z`;
}

/** `2026-11-22T13:18:57.250000000Z`, as container runtimes stamp log lines. */
export function rfc3339Nano(epoch: Epoch, tUs: Micros): string {
  const micros = epoch.startUnixMs * 1000 + tUs;
  const fraction = two(micros - Math.floor(micros / 1_000_000) * 1_000_000, 6);
  return `${rfc3339(epoch, tUs).slice(0, -1)}.${fraction}000Z`;
}

/** `Sun, 22 Nov 2026 13:18:57 +0000` from an RFC 3339 time, as describe prints it. */
export function rfc1123z(timestamp: string): string {
  const c = civil(parseRfc3339(timestamp));
  return `${WEEKDAYS[c.weekday]}, ${two(c.day)} ${MONTHS[c.month - 1]} ${c.year} ${two(c.hour)}:${two(c.minute)}:${two(c.second)} +0000`;
}

/** Unix seconds of a `…Z` time, or NaN when the text is not one. */
export function parseRfc3339(timestamp: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(timestamp);
  if (!match) return NaN;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second;
}

function two(n: number, digits = 2): string {
  return String(n).padStart(digits, '0');
}
