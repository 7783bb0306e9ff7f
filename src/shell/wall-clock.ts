import type { ShellPort } from '../contract/ports.ts';
import { type Epoch, type Micros, unixMsOf } from '../contract/time.ts';

/** The wall clock a player sees, in Unix milliseconds. */
export async function nowMs(port: ShellPort): Promise<number> {
  return unixMsOf(port.epoch, await port.now());
}

/** `2026-11-22 13:24:49` (UTC) of a simulated instant. */
export function clockText(epoch: Epoch, tUs: Micros): string {
  return new Date(Math.floor(unixMsOf(epoch, tUs))).toISOString().slice(0, 19).replace('T', ' ');
}

/** `6m11s`, as Go prints durations rounded to the second. */
export function durationText(us: Micros): string {
  let seconds = Math.max(0, Math.round(us / 1_000_000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  seconds %= 60;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

/** Microseconds of `90`, `90s`, `1.5m`, `14m30s`, `1h`, `250ms`; null when it is none. A bare number counts in `unit`. */
export function parseDuration(text: string, unit: 's' | 'ms' = 's'): Micros | null {
  const units: Record<string, number> = { ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 };
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * units[unit]);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, name] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) total += Number(amount) * units[name];
  return Math.round(total);
}
