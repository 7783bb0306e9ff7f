import { z } from 'zod';
import { alertRuleGroup } from './alert-rule.ts';
import { closed } from './closed.ts';
import { fleetCommand } from './command.ts';
import { fault } from './fault.ts';
import { fleet } from './fleet.ts';
import { instant } from './instant.ts';
import { duration, flag, moment, name, text, whole } from './quantity.ts';
import { truth } from './truth.ts';

const timelineEntry = closed({ at: moment, actor: text.default('release-bot'), noise: flag.default(false), command: fleetCommand });

const runbook = closed({ name: text, markdown: text });

/** Somebody outside who writes; placeholders {badPercent}, {failedSoFar}, {route}. */
const message = closed({ from: text, role: text, text, afterHurtActions: whole(0), notBefore: duration.default(0) });

/** A scenario as written. `overrides` holds any part of a fleet and is checked after it is merged with it. */
export const scenario = closed({
  schemaVersion: whole(1),
  id: name,
  title: text,
  brief: text,
  incident: z
    .string({ error: 'expected an incident number such as INC-0417' })
    .regex(/^[A-Z]+-\d+$/, { error: 'expected an incident number such as INC-0417' }),
  difficulty: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)], { error: 'expected a whole number from 1 to 5' }),
  minutes: whole(1, 600),
  practises: z.array(text).default([]),
  playStart: instant,
  warmup: duration,
  seed: whole(0, 4_294_967_295).default(1),
  fleet: text,
  overrides: z.record(z.string(), z.unknown()).default({}),
  faults: z.array(fault).default([]),
  timeline: z.array(timelineEntry).default([]),
  alertRules: z.array(alertRuleGroup).default([]),
  runbooks: z.array(runbook).default([]),
  messages: z.array(message).default([]),
  truth,
});

export type ScenarioWords = z.output<typeof scenario>;

/** Both kinds of file as JSON Schema (draft 7), for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return titled(scenario, 'Brownout scenario');
}

export function fleetJsonSchema(): Record<string, unknown> {
  return titled(fleet, 'Brownout fleet');
}

function titled(schema: z.ZodType, title: string): Record<string, unknown> {
  return { title, ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) };
}
