import { z } from 'zod';
import type { FleetCommand } from '../../contract/commands.ts';
import { closed } from './closed.ts';
import { fleetCommand } from './command.ts';
import { between, duration, share, text, whole } from './quantity.ts';

/** One thing done in a case: a line typed into the terminal, or a command given directly. */
const action = closed({ at: duration, actor: text.default('player'), sh: text.optional(), command: fleetCommand.optional() })
  .superRefine((value, context) => {
    if ((value.sh === undefined) === (value.command === undefined)) context.addIssue({ code: 'custom', message: 'expected exactly one of sh, command' });
  })
  .transform(({ at, actor, sh, command }): CaseAction => (command !== undefined ? { atUs: at, actor, command } : { atUs: at, actor, sh: sh ?? '' }));

export type CaseAction =
  | { readonly atUs: number; readonly actor: string; readonly sh: string }
  | { readonly atUs: number; readonly actor: string; readonly command: FleetCommand };

/** Users hurt (failed and slow actions) compared with another case of the same seed. */
const comparison = closed({ times: between(0, 1_000_000), of: text });

/** A PromQL expression yields one number at a moment, in bounds. */
const reading = closed({
  at: duration,
  expr: text,
  atLeast: z.number({ error: 'expected a number' }).optional(),
  atMost: z.number({ error: 'expected a number' }).optional(),
});

/** A count, in bounds. */
const count = closed({ atLeast: whole(0).optional(), atMost: whole(0).optional() });

const expectations = closed({
  /** SLOs with a bad second and less than their objective over the run. */
  breaksSlo: z.array(text).default([]),
  /** SLOs without a bad second since play began. */
  keepsSlo: z.array(text).default([]),
  /** Users are well, for good, within this time of the first action. */
  recoversWithin: duration.optional(),
  /** Users are still hurt when the run ends. */
  doesNotRecover: z.literal(true, { error: 'expected true' }).optional(),
  harmAtLeast: comparison.optional(),
  harmAtMost: comparison.optional(),
  /** Harm differs from the other case's by no more than this share of it. */
  harmWithin: closed({ ratio: share, of: text }).optional(),
  /** Alerts that are firing at some time after play begins. */
  fires: z.array(text).default([]),
  shows: z.array(reading).default([]),
  /** A line of a service contains this text, after play began. */
  logs: z.array(closed({ service: text, contains: text })).default([]),
  /** Writes a database had taken and a promotion threw away. */
  lostWrites: count.optional(),
  /** Writes taken by a primary that another has superseded. */
  conflictingWrites: count.optional(),
  /** Records of Kafka that a group has skipped or passed over. */
  lostRecords: count.optional(),
});

/** Cases that prove that a scenario plays: `SCENARIO.test.yaml` beside it. */
export const caseFile = closed({
  schemaVersion: whole(1),
  /** How long each case plays. */
  until: duration.default(40 * 60_000_000),
  cases: z
    .array(closed({ name: text, without: z.literal('noise', { error: 'expected noise' }).optional(), do: z.array(action).default([]), expect: expectations }))
    .min(1, {
      error: 'expected at least one case',
    }),
});

export type CaseFile = z.output<typeof caseFile>;
export type ScenarioCase = CaseFile['cases'][number];

export function caseFileJsonSchema(): Record<string, unknown> {
  return { title: 'Brownout scenario test', ...z.toJSONSchema(caseFile, { io: 'input', target: 'draft-7' }) };
}
