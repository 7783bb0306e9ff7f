/** Date and time of day in UTC, without `Date`: the pure folders do not have it. */
export interface UtcTime {
  /** `2026-11-22`. */
  readonly date: string;
  /** `13:26:22`. */
  readonly time: string;
  /** Microseconds of the second, six digits. */
  readonly micros: string;
}

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

let cachedDay = NaN;
let cachedDate = '';

/** Calendar date of a day number since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms"). Lines come in order, so the last day is kept. */
function dateOf(days: number): string {
  if (days === cachedDay) return cachedDate;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  cachedDay = days;
  cachedDate = `${yearOfEra + era * 400 + (month <= 2 ? 1 : 0)}-${two(month)}-${two(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)}`;
  return cachedDate;
}

export function utcTime(unixMs: number): UtcTime {
  const micros = Math.round(unixMs * 1_000);
  const seconds = Math.floor(micros / 1_000_000);
  const days = Math.floor(seconds / 86_400);
  const ofDay = seconds - days * 86_400;
  return {
    date: dateOf(days),
    time: `${two(Math.floor(ofDay / 3_600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`,
    micros: String(micros - seconds * 1_000_000).padStart(6, '0'),
  };
}

/** RFC 3339 with milliseconds (3) or microseconds (6). */
export function rfc3339(unixMs: number, digits: 3 | 6): string {
  const { date, time, micros } = utcTime(unixMs);
  return `${date}T${time}.${micros.slice(0, digits)}Z`;
}
