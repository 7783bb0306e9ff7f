import { type FunctionCall, type PromqlFunction, vectorArgument } from './function-call.ts';
import { everyStep, mapValues } from './vector-functions.ts';

interface CivilDate {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  readonly day: number;
}

/** Proleptic Gregorian date of a day number since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms", civil_from_days). */
function civil(days: number): CivilDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** Day number since 1970-01-01. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

const daysOf = (seconds: number): number => Math.floor(Math.trunc(seconds) / 86_400);
const within = (seconds: number, modulus: number): number => ((Math.trunc(seconds) % modulus) + modulus) % modulus;

const parts: Readonly<Record<string, (seconds: number) => number>> = {
  minute: (t) => Math.floor(within(t, 3_600) / 60),
  hour: (t) => Math.floor(within(t, 86_400) / 3_600),
  day_of_week: (t) => (((daysOf(t) + 4) % 7) + 7) % 7,
  day_of_month: (t) => civil(daysOf(t)).day,
  day_of_year: (t) => daysOf(t) - dayNumber(civil(daysOf(t)).year, 1, 1) + 1,
  days_in_month: (t) => {
    const { year, month } = civil(daysOf(t));
    return dayNumber(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayNumber(year, month, 1);
  },
  month: (t) => civil(daysOf(t)).month,
  year: (t) => civil(daysOf(t)).year,
};

/** Without an argument the function is of the evaluation time. */
const ofArgument =
  (part: (seconds: number) => number): PromqlFunction =>
  (call: FunctionCall) => {
    if (call.node.args.length > 0) return mapValues(vectorArgument(call, 0), (value) => (Number.isFinite(value) ? part(value) : NaN));
    return { kind: 'vector', series: [{ labels: {}, dropName: false, values: everyStep(call, (step) => part(call.evaluation.times[step] / 1_000)) }] };
  };

export const calendarFunctions: Readonly<Record<string, PromqlFunction>> = Object.fromEntries(
  Object.entries(parts).map(([name, part]) => [name, ofArgument(part)]),
);
