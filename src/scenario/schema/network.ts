import { z } from 'zod';
import type { Link } from '../../contract/network.ts';
import { closed } from './closed.ts';
import { flag, share, text } from './quantity.ts';
import { randomDuration } from './random-duration.ts';

/** Ends of a link: `zone/here-a`, `service/cart`, …; without `to` everybody else. */
export const linkEnds = { from: text, to: text.optional(), oneWay: flag.optional() };

/** What is not perfect about it: `delay` one way, `loss` and `partition` each way. */
export const linkCondition = { delay: randomDuration.optional(), loss: share.optional(), partition: flag.optional() };

const link = closed({ ...linkEnds, ...linkCondition }).transform((value): Link => value);

export const network = closed({ links: z.array(link).default([]) });
