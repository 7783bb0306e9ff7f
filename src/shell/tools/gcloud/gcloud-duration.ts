import type { Micros } from '../../../contract/time.ts';

const UNITS: Readonly<Record<string, number>> = { w: 604_800_000_000, d: 86_400_000_000, h: 3_600_000_000, m: 60_000_000, s: 1_000_000 };

/**
 * Microseconds of `1d`, `2h30m`, `1.5h`, `90s`, `P1D`; a bare number counts seconds.
 * @returns or what is wrong with it, in gcloud's words. Source: `gcloud topic datetimes`; Google Cloud SDK 528's answers.
 */
export function parseGcloudDuration(text: string): Micros | string {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * UNITS.s);
  const parts = text.replace(/^P/i, '').replace(/T/i, '');
  if (/^[a-z]+$/i.test(parts)) return `Duration unit '${parts}' must be preceded by a number`;
  const other = /[^\d.wdhms]/i.exec(parts);
  if (other !== null) return `Unknown character '${other[0].toUpperCase()}' in duration`;
  if (!/^(\d+(\.\d*)?[wdhms])*$/i.test(parts)) return 'Duration must end with time part character';
  let total = 0;
  for (const [, amount, unit] of parts.matchAll(/(\d+\.?\d*)([wdhms])/gi)) total += Number(amount) * UNITS[unit.toLowerCase()];
  return Math.round(total);
}
