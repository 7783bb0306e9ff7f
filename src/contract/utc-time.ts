import { MICROS_PER_MINUTE, unixMsOf } from './time.ts';
import type { Epoch, Micros } from './time.ts';

const DAY_MS = 86_400_000;

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** `14:02` (UTC), or `14:02:31` with seconds. */
export function clockOf(epoch: Epoch, tUs: Micros, withSeconds = false): string {
  const ms = Math.floor(unixMsOf(epoch, tUs)),
    ofDay = ((ms % DAY_MS) + DAY_MS) % DAY_MS;
  const hours = Math.floor(ofDay / 3_600_000),
    minutes = Math.floor(ofDay / 60_000) % 60,
    seconds = Math.floor(ofDay / 1000) % 60;
  return `${two(hours)}:${two(minutes)}${withSeconds ? `:${two(seconds)}` : ''}`;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `19 November 2026`. Civil date from days since 1970-01-01: Howard Hinnant, "chrono-compatible low-level date algorithms", days_to_civil. */
export function dateOf(epoch: Epoch, tUs: Micros): string {
  const z = Math.floor(unixMsOf(epoch, tUs) / DAY_MS) + 719_468;
  const era = Math.floor(z / 146_097),
    doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153),
    day = doy - Math.floor((153 * mp + 2) / 5) + 1,
    month = mp < 10 ? mp + 3 : mp - 9;
  return `${day} ${MONTHS[month - 1]} ${yoe + era * 400 + (month <= 2 ? 1 : 0)}`;
}

/** `4 min 07 s`, `38 s`, `1 h 05 min`. */
export function spanOf(us: Micros): string {
  const seconds = Math.round(us / 1_000_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${two(seconds % 60)} s`}`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}

/** The instant closest to `nearUs` at which the clock shows this time of day. */
export function instantOf(epoch: Epoch, minuteOfDay: number, nearUs: Micros): Micros {
  const nearMs = unixMsOf(epoch, nearUs),
    dayStart = Math.floor(nearMs / DAY_MS) * DAY_MS;
  const candidates = [-1, 0, 1].map((day) => dayStart + day * DAY_MS + minuteOfDay * 60_000);
  const best = candidates.reduce((a, b) => (Math.abs(b - nearMs) < Math.abs(a - nearMs) ? b : a));
  return Math.round((best - epoch.startUnixMs) * 1000);
}

/** Postmortem times are written to the minute: this close counts as right (domain practice: within two minutes of the log). */
export const TIME_TOLERANCE_US = 2 * MICROS_PER_MINUTE;
