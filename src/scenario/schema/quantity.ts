import { z } from 'zod';
import type { Micros } from '../../contract/time.ts';

/** How people write amounts: durations, shares, CPU, memory. Each parser gives null for text that is none. */

const UNIT_US: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 };
const DURATION = /^(-?)((?:\d+(?:\.\d+)?(?:us|ms|s|m|h|d))+)$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(us|ms|s|m|h|d)/g;

/** `90s`, `14m30s`, `1h`, `250ms`, `-12m` to microseconds. */
export function parseDuration(text: string): Micros | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  let total = 0;
  for (const [, amount, unit] of match[2].matchAll(DURATION_PART)) total += Number(amount) * UNIT_US[unit];
  const us = Math.round(total);
  return match[1] === '-' && us !== 0 ? -us : us;
}

/** The shortest usual way to write a duration, for messages. */
export function formatDuration(us: Micros): string {
  if (us < 0) return `-${formatDuration(-us)}`;
  if (us < 1_000) return `${us}us`;
  if (us < 1_000_000) return `${us / 1_000}ms`;
  const parts: string[] = [];
  let rest = us;
  for (const unit of ['d', 'h', 'm'] as const) {
    const whole = Math.floor(rest / UNIT_US[unit]);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * UNIT_US[unit];
  }
  if (rest > 0) parts.push(`${rest / 1_000_000}s`);
  return parts.join('');
}

/** `0.3%` or `0.003` to 0.003. */
export function parseShare(value: string | number): number | null {
  if (typeof value === 'number') return value;
  const match = /^(\d+(?:\.\d+)?)%$/.exec(value);
  // by exponent, not division: 99.9 / 100 is not the number 0.999
  return match === null ? null : Number(`${match[1]}e-2`);
}

/** `500m` or `2` cores to millicores. */
export function parseCpu(value: string | number): number | null {
  if (typeof value === 'number') return Math.round(value * 1_000);
  const match = /^(\d+)m$/.exec(value);
  return match === null ? null : Number(match[1]);
}

const MEMORY_BYTES: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 * 1024, Gi: 1024 * 1024 * 1024, Ti: 1024 * 1024 * 1024 * 1024 };

/** `512Mi`, `1.5Gi`, `256Ki` to bytes. */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti)$/.exec(text);
  return match === null ? null : Math.round(Number(match[1]) * MEMORY_BYTES[match[2]]);
}

const DURATION_WORDS = 'expected a duration such as 90s, 14m30s or 250ms';
const POSITIVE_PATTERN = /^(?:\d+(?:\.\d+)?(?:us|ms|s|m|h|d))+$/;

/** A length of time; never negative. */
export const duration = z
  .string({ error: DURATION_WORDS })
  .regex(POSITIVE_PATTERN, { error: DURATION_WORDS })
  .transform((text) => parseDuration(text) ?? 0);

const MOMENT_WORDS = 'expected a time from where play begins, such as -12m or 3m30s';

/** A moment counted from where play begins; negative before it. */
export const moment = z
  .string({ error: MOMENT_WORDS })
  .regex(DURATION, { error: MOMENT_WORDS })
  .transform((text) => parseDuration(text) ?? 0);

const SHARE_WORDS = 'expected a share such as 0.3% or 0.003, between 0 and 1';

/** A part of a whole, 0…1. */
export const share = z
  .union(
    [
      z.number({ error: SHARE_WORDS }).min(0, { error: SHARE_WORDS }).max(1, { error: SHARE_WORDS }),
      z.string().regex(/^(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%$/, { error: SHARE_WORDS }),
    ],
    {
      error: SHARE_WORDS,
    },
  )
  .transform((value) => parseShare(value) ?? 0);

const CPU_WORDS = 'expected CPU such as 500m or 2 (cores)';

/** Millicores. */
export const cpu = z
  .union(
    [z.number({ error: CPU_WORDS }).positive({ error: CPU_WORDS }).max(1024, { error: CPU_WORDS }), z.string().regex(/^[1-9]\d*m$/, { error: CPU_WORDS })],
    { error: CPU_WORDS },
  )
  .transform((value) => parseCpu(value) ?? 0);

const BYTES_WORDS = 'expected a size such as 256Ki, 512Mi or 2Gi';

/** Bytes. */
export const bytes = z
  .string({ error: BYTES_WORDS })
  .regex(/^\d+(?:\.\d+)?(?:Ki|Mi|Gi|Ti)$/, { error: BYTES_WORDS })
  .transform((text) => parseBytes(text) ?? 0);

const SURGE_WORDS = 'expected a percentage such as 25% or a whole number of pods';

/** `25%` or a count, as in a Deployment's maxSurge. */
export const percentOrCount = z
  .union([z.int({ error: SURGE_WORDS }).min(0, { error: SURGE_WORDS }), z.string().regex(/^\d{1,3}%$/, { error: SURGE_WORDS })], { error: SURGE_WORDS })
  .transform((value) => (typeof value === 'number' ? { count: value } : { percent: Number(value.slice(0, -1)) }));

const NAME_WORDS = 'expected a name of lower-case letters, digits and dashes';

/** A Kubernetes-style name (RFC 1123 label). */
export const name = z
  .string({ error: NAME_WORDS })
  .regex(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, { error: NAME_WORDS })
  .max(63, { error: NAME_WORDS });

/** Text that is not empty. */
export const text = z.string({ error: 'expected text' }).regex(/\S/, { error: 'expected text that is not empty' });

/** A whole number in a range. */
export function whole(min: number, max = 1_000_000_000) {
  const words = max === 1_000_000_000 ? `expected a whole number, at least ${min}` : `expected a whole number from ${min} to ${max}`;
  return z.int({ error: words }).min(min, { error: words }).max(max, { error: words });
}

/** A number in a range. */
export function between(min: number, max: number) {
  const words = `expected a number from ${min} to ${max}`;
  return z.number({ error: words }).min(min, { error: words }).max(max, { error: words });
}

/** True or false. */
export const flag = z.boolean({ error: 'expected true or false' });
