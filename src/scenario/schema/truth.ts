import { z } from 'zod';
import { FAILURE_MODES } from '../../contract/failure-modes.ts';
import type { TruthModel } from '../model/truth.ts';
import { closed } from './closed.ts';
import { between, moment, name, text } from './quantity.ts';

const condition = z.enum(Object.keys(FAILURE_MODES) as [keyof typeof FAILURE_MODES, ...(keyof typeof FAILURE_MODES)[]]);

/** Ways to say something; a way is a list of groups that must all be present, a group a list of alternatives. */
const says = z
  .array(z.array(z.array(text).min(1, { error: 'expected at least one word in the group' })).min(1, { error: 'expected at least one group' }))
  .min(1, {
    error: 'expected at least one way to say it',
  });

const claim = closed({
  id: name,
  role: z.enum(['trigger', 'mechanism', 'sustaining', 'contributing']),
  component: text,
  condition,
  title: text,
  weight: between(0, 1),
  says,
  accepts: z.array(closed({ component: text, condition })).optional(),
  seenBy: closed({ expr: text, where: text, looks: z.array(text).min(1, { error: 'expected at least one word' }) }).optional(),
});

const redHerring = closed({ id: name, component: text, condition, title: text, says });

/** What really happens; for grading and the debrief only. */
export const truth = closed({
  claims: z.array(claim).min(1, { error: 'expected at least one claim' }),
  edges: z.array(closed({ from: text, to: text })).default([]),
  redHerrings: z.array(redHerring).default([]),
  reference: z.array(closed({ at: moment, sh: text })).default([]),
  story: text,
  vocabulary: z.array(closed({ component: text, condition, says })).optional(),
}).transform((value): TruthModel => ({ ...value, reference: value.reference.map((action) => ({ atUs: action.at, sh: action.sh })) }));
