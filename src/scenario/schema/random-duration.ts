import { z } from 'zod';
import { detLog } from '../../base/det-math.ts';
import type { DurationModel } from '../model/duration.ts';
import { closed } from './closed.ts';
import { duration, share } from './quantity.ts';

/** 99th percentile of the standard normal distribution. */
const NORMAL_P99 = 2.3263478740408408;

const lognormal = closed({ p50: duration, p99: duration }).superRefine((value, context) => {
  if (value.p50 <= 0) context.addIssue({ code: 'custom', path: ['p50'], message: 'expected more than 0' });
  else if (value.p99 < value.p50) context.addIssue({ code: 'custom', path: ['p99'], message: 'expected at least p50' });
});

const base = { exponential: duration.optional(), lognormal: lognormal.optional(), constant: duration.optional() };
const BASE_KEYS = ['constant', 'exponential', 'lognormal'] as const;

type BaseInput = { readonly [key in (typeof BASE_KEYS)[number]]?: unknown };

function exactlyOne(value: BaseInput, context: { addIssue(issue: { code: 'custom'; message: string }): void }): void {
  const present = BASE_KEYS.filter((key) => value[key] !== undefined);
  if (present.length !== 1)
    context.addIssue({
      code: 'custom',
      message: `expected exactly one of ${BASE_KEYS.join(', ')}, got ${present.length === 0 ? 'none of them' : present.join(' and ')}`,
    });
}

const WORDS = 'expected a duration such as 12ms, {exponential: 12ms} or {lognormal: {p50: 8ms, p99: 40ms}}';

const plainDuration = z.union([duration, closed(base).superRefine(exactlyOne)], { error: WORDS });

/**
 * A duration that varies: `12ms`, `{exponential: 12ms}` (its mean), `{lognormal: {p50: 8ms, p99: 40ms}}`, each with an optional
 * `tail: {share: 0.3%, time: …}` that replaces it in that share of cases.
 */
export const randomDuration = z
  .union([duration, closed({ ...base, tail: closed({ share, time: plainDuration }).optional() }).superRefine(exactlyOne)], { error: WORDS })
  .transform((value) => toDurationModel(value));

interface DurationWords {
  readonly constant?: number;
  readonly exponential?: number;
  readonly lognormal?: { readonly p50: number; readonly p99: number };
  readonly tail?: { readonly share: number; readonly time: number | DurationWords };
}

function toDurationModel(value: number | DurationWords): DurationModel {
  if (typeof value === 'number') return { kind: 'constant', us: value };
  if (value.tail !== undefined) {
    return { kind: 'mixture', base: toDurationModel({ ...value, tail: undefined }), tail: toDurationModel(value.tail.time), tailShare: value.tail.share };
  }
  if (value.exponential !== undefined) return { kind: 'exponential', meanUs: value.exponential };
  if (value.lognormal !== undefined) {
    return { kind: 'lognormal', medianUs: value.lognormal.p50, sigma: detLog(value.lognormal.p99 / value.lognormal.p50) / NORMAL_P99 };
  }
  return { kind: 'constant', us: value.constant ?? 0 };
}
