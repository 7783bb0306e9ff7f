import { z } from 'zod';

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?Z$/;
const WORDS = 'expected a UTC time such as 2026-11-19T14:16:00Z';

/** `2026-11-19T14:16:00Z` to Unix milliseconds, or null. Days by Howard Hinnant's `days_from_civil` (chrono-compatible date algorithms, 2013). */
export function parseInstant(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return null;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (((era * 146_097 + dayOfEra - 719_468) * 24 + hour) * 60 + minute) * 60_000 + second * 1_000;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A wall-clock instant, UTC. */
export const instant = z
  .string({ error: WORDS })
  .regex(ISO, { error: WORDS })
  .refine((text) => parseInstant(text) !== null, { error: WORDS })
  .transform((text) => parseInstant(text) ?? 0);
