import { z } from 'zod';
import type { Fault } from '../../contract/faults/fault.ts';
import { closed } from './closed.ts';
import { text } from './quantity.ts';

/** Faults as written; one member a kind in `contract/faults`. */
export const fault = z
  .discriminatedUnion('kind', [
    closed({ kind: z.literal('idle-transaction-leak'), service: text, versions: z.array(text).min(1, { error: 'expected at least one version' }) }),
  ])
  .transform((value): Fault => value);
