import type { Epoch, Micros } from '../../contract/time.ts';
import { unixMsOf } from '../../contract/time.ts';
import { clockOf, dateOf } from '../../contract/utc-time.ts';

const DAY_MS = 86_400_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `Sun, 22 Nov 2026 13:24:49 GMT`, as RFC 9110 §5.6.7 writes dates in headers. */
export function httpDate(epoch: Epoch, tUs: Micros): string {
  const [day, month, year] = dateOf(epoch, tUs).split(' ');
  const weekday = DAYS[(Math.floor(unixMsOf(epoch, tUs) / DAY_MS) + 4) % 7];
  return `${weekday}, ${day.padStart(2, '0')} ${month.slice(0, 3)} ${year} ${clockOf(epoch, tUs, true)} GMT`;
}

/** `2026-11-22T13:24:49.123+00:00`, as Jackson prints a java.util.Date. */
export function javaTimestamp(epoch: Epoch, tUs: Micros): string {
  const [day, month, year] = dateOf(epoch, tUs).split(' ');
  const number = MONTHS.findIndex((name) => month.startsWith(name)) + 1;
  const ms = Math.floor(unixMsOf(epoch, tUs)) % 1000;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${clockOf(epoch, tUs, true)}.${String(ms).padStart(3, '0')}+00:00`;
}
