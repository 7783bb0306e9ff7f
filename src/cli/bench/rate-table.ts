import { existsSync, readFileSync } from 'node:fs';
import { parseDuration } from '../../scenario/schema/quantity.ts';
import { UsageError } from '../usage-error.ts';

/** From this moment on, so many arrivals a second. */
export interface RateStep {
  readonly atSeconds: number;
  readonly perSecond: number;
}

const SHAPE = 'write times and rates such as 0s:5,10m:20,30m:5, or the name of a file with one "TIME:RATE" or "SECONDS,RATE" a line';

/** Reads `--arrivals`: a table on the command line, a file of one, or a single rate. @throws UsageError that names the entry */
export function readRateTable(text: string): RateStep[] {
  if (/^[\d.]+$/.test(text.trim())) return [{ atSeconds: 0, perSecond: rateOf(text, text) }];
  const fromFile = existsSync(text);
  const entries = fromFile ? readText(text).split('\n') : text.split(',');
  const steps = entries.flatMap((entry, at) => {
    const words = entry.trim();
    if (words === '' || words.startsWith('#')) return [];
    const place = fromFile ? `${text}:${at + 1}` : `--arrivals, entry ${at + 1}`;
    const [time = '', rate = '', ...rest] = words.split(/[:,]/).map((word) => word.trim());
    const seconds = /^[\d.]+$/.test(time) ? Number(time) : (parseDuration(time) ?? Number.NaN) / 1e6;
    if (rest.length > 0 || !(seconds >= 0)) throw new UsageError(`${place}: "${words}" is not a time and a rate; ${SHAPE}`);
    return [{ atSeconds: seconds, perSecond: rateOf(rate, place) }];
  });
  if (steps.length === 0) throw new UsageError(`--arrivals: "${text}" holds no rates; ${SHAPE}`);
  if (steps[0]?.atSeconds !== 0) throw new UsageError(`--arrivals: the first entry begins at ${steps[0]?.atSeconds} s; begin at 0`);
  steps.forEach((step, at) => {
    const earlier = steps[at - 1];
    if (earlier !== undefined && step.atSeconds <= earlier.atSeconds)
      throw new UsageError(`--arrivals: ${step.atSeconds} s comes after ${earlier.atSeconds} s; write times in order`);
  });
  if (steps.every((step) => step.perSecond === 0)) throw new UsageError('--arrivals: no entry has arrivals');
  return steps;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--arrivals: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}

function rateOf(text: string, place: string): number {
  const rate = text === '' ? Number.NaN : Number(text);
  if (rate >= 0 && rate <= 100_000) return rate;
  throw new UsageError(`${place}: "${text}" is not a rate a second from 0 to 100000; ${SHAPE}`);
}
