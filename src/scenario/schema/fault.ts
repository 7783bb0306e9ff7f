import { z } from 'zod';
import type { Fault } from '../../contract/faults/fault.ts';
import { closed } from './closed.ts';
import { bytes, moment, share, text, whole } from './quantity.ts';

/** Faults as written; one member a kind in `contract/faults`. */
export const fault = z
  .discriminatedUnion('kind', [
    closed({ kind: z.literal('idle-transaction-leak'), service: text, versions: z.array(text).min(1, { error: 'expected at least one version' }) }),
    closed({
      kind: z.literal('memory-growth'),
      service: text,
      versions: z.array(text).min(1, { error: 'expected at least one version' }),
      perRequest: bytes,
      flag: text.optional(),
    }).transform(({ perRequest, ...rest }) => ({ ...rest, perRequestKiB: perRequest / 1024 })),
    closed({
      kind: z.literal('poison-record'),
      topic: text,
      service: text,
      from: moment,
      count: whole(1).optional(),
      share: share.default(1),
      says: text,
    }).transform(({ from, ...rest }) => ({ ...rest, fromUs: from })),
    closed({
      kind: z.literal('request-failure'),
      service: text,
      versions: z.array(text).min(1, { error: 'expected at least one version' }),
      route: text,
      method: z.enum(['GET', 'POST']).optional(),
      client: text.optional(),
      share: share.default(1),
      status: whole(400, 599).default(500),
      says: text,
      level: z.enum(['info', 'warn', 'error']).default('error'),
    }),
  ])
  .transform((value): Fault => value);
