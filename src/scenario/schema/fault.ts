import { z } from 'zod';
import type { Fault } from '../../contract/faults/fault.ts';
import { closed } from './closed.ts';
import { bytes, text } from './quantity.ts';

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
  ])
  .transform((value): Fault => value);
