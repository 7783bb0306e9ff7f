/** Figures in prose: times of day, durations, counts and shares, each with the words it was written in. */
export interface Quantity {
  readonly kind: 'time' | 'duration' | 'count' | 'percent';
  /** time: minutes of the day; duration: seconds; count: number; percent: 0…100. */
  readonly value: number;
  readonly text: string;
  readonly at: number;
}

const TIME = /\b([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\b/g;
const DURATION =
  /\b(\d+(?:\.\d+)?)\s?-?(hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)\b(?:\s?(?:and\s)?(\d+)\s?(minutes?|mins?|min|m|seconds?|secs?|sec|s)\b)?/gi;
const PERCENT = /(\d+(?:[.,]\d+)?)\s?(?:%|per ?cent\b|percent\b)/gi;
const COUNT = /\b(\d{1,3}(?:[ ,\u202f\u00a0]\d{3})+|\d+(?:\.\d+)?)\s?(k|thousand|m|million|M)?\b/g;

export function quantitiesIn(text: string): Quantity[] {
  const found: Quantity[] = [];
  let rest = text;
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => { kind: Quantity['kind']; value: number } | null): void => {
    rest = rest.replace(pattern, (...args: (string | number | undefined)[]) => {
      const groups = args.slice(0, -2) as (string | undefined)[],
        at = args[args.length - 2] as number,
        whole = args[0] as string;
      const quantity = read(groups as unknown as RegExpMatchArray);
      if (quantity === null) return whole;
      found.push({ ...quantity, text: whole.trim(), at });
      return ' '.repeat(whole.length);
    });
  };
  take(TIME, (match) => ({ kind: 'time', value: Number(match[1]) * 60 + Number(match[2]) + Number(match[3] ?? 0) / 60 }));
  take(/\b\d{4}-\d{2}-\d{2}\b|\bv\d+(?:\.\d+)+\b|\b[A-Z]+-\d+\b|\b[45]\d\ds?\b(?=\s*(?:errors?|responses?|s\b|ratio))/g, () => ({
    kind: 'count',
    value: Number.NaN,
  }));
  take(PERCENT, (match) => ({ kind: 'percent', value: Number((match[1] as string).replace(',', '.')) }));
  take(DURATION, (match) => ({
    kind: 'duration',
    value: Number(match[1]) * unit(match[2] as string) + (match[3] === undefined ? 0 : Number(match[3]) * unit(match[4] as string)),
  }));
  take(COUNT, (match) => ({ kind: 'count', value: Number((match[1] as string).replace(/[ ,\u202f\u00a0]/g, '')) * scale(match[2]) }));
  return found.filter((quantity) => Number.isFinite(quantity.value)).sort((a, b) => a.at - b.at);
}

function unit(word: string): number {
  const first = word.toLowerCase();
  return first.startsWith('h') ? 3600 : first.startsWith('m') ? 60 : 1;
}

function scale(word: string | undefined): number {
  if (word === undefined) return 1;
  return word === 'k' || word === 'thousand' ? 1000 : 1_000_000;
}

/** Within a tenth of the run's figure. */
export function isClose(stated: number, real: number, tolerance = 0.1): boolean {
  return Math.abs(stated - real) <= Math.abs(real) * tolerance + 1e-9;
}
