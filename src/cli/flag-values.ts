import type { Micros } from '../contract/time.ts';
import { parseDuration } from '../scenario/schema/quantity.ts';
import { UsageError } from './usage-error.ts';

/** Readers of flag values. Each takes the flag's name for its message and throws UsageError. */

const LARGEST_SEED = 4_294_967_295;
/** A mistyped unit should be refused at once, not simulated for an hour. */
const LONGEST_US = 12 * 3_600_000_000;

/** `--seed 7`. */
export function seedValue(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED) return Number(text);
  throw new UsageError(`--seed: "${text}" is not a seed; give a whole number from 0 to ${LARGEST_SEED}`);
}

/** A length of time or a moment from where play begins, in microseconds. */
export function timeValue(flag: string): (text: string) => Micros {
  return (text) => {
    const us = parseDuration(text);
    if (us !== null && us > LONGEST_US) throw new UsageError(`${flag}: ${text} is longer than a session can be; 12h at most`);
    if (us !== null && us >= 0) return us;
    throw new UsageError(`${flag}: "${text}" is not a time; write 90s, 14m30s or 1h`);
  };
}

/** A number in a range; whole when `whole`. */
export function numberValue(flag: string, range: { readonly min: number; readonly max: number; readonly whole?: boolean }): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= range.min && value <= range.max && (range.whole !== true || Number.isInteger(value))) return value;
    throw new UsageError(`${flag}: "${text}" is not ${range.whole === true ? 'a whole number' : 'a number'} from ${range.min} to ${range.max}`);
  };
}

/** One of a few words. */
export function choiceValue<Choice extends string>(flag: string, choices: readonly Choice[]): (text: string) => Choice {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new UsageError(`${flag}: "${text}" is not known; choose ${choices.join(', ')}`);
  };
}

/** For flags that may be given several times. */
export function collected(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}
