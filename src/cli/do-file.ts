import { z } from 'zod';
import type { Command } from '../contract/commands.ts';
import type { Micros } from '../contract/time.ts';
import { describeIssues } from '../scenario/describe-issue.ts';
import { plainOf } from '../scenario/document/located.ts';
import { parseYaml } from '../scenario/document/parse-yaml.ts';
import { formatProblem } from '../scenario/problem.ts';
import { closed } from '../scenario/schema/closed.ts';
import { fleetCommand } from '../scenario/schema/command.ts';
import { duration, text } from '../scenario/schema/quantity.ts';
import { readInput } from './node-files.ts';
import { UsageError } from './usage-error.ts';

/** One thing somebody does during a headless run. Times count from where play begins. */
export type PlannedAction =
  | { readonly atUs: Micros; readonly actor: string; readonly sh: string }
  | { readonly atUs: Micros; readonly actor: string; readonly command: Command };

const incidentCommand = z.discriminatedUnion('kind', [
  closed({ kind: z.literal('acknowledge'), alert: text }),
  closed({ kind: z.literal('set-severity'), severity: z.enum(['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5']) }),
  closed({ kind: z.literal('status-update'), text }),
  closed({ kind: z.literal('mark-mitigated') }),
  closed({ kind: z.literal('mark-resolved') }),
  closed({ kind: z.literal('hypothesis-add'), id: text, text }),
  closed({ kind: z.literal('hypothesis-state'), id: text, state: z.enum(['open', 'supported', 'ruled-out']) }),
]);

const INCIDENT_KINDS: ReadonlySet<unknown> = new Set(incidentCommand.options.map((option) => option.shape.kind.value));

const who = { at: duration, actor: text.default('player') };
const shellAction = closed({ ...who, sh: text });
const fleetAction = closed({ ...who, command: fleetCommand });
const incidentAction = closed({ ...who, command: incidentCommand });

/** Reads `--do FILE`: a YAML list of `{at, actor?, sh}` or `{at, actor?, command: {kind, …}}`. @throws UsageError with every problem at its line */
export function readDoFile(path: string): PlannedAction[] {
  const parsed = parseYaml(path, readInput(path));
  if (!parsed.ok) throw new UsageError(parsed.problems.map(formatProblem).join('\n'));
  const { root } = parsed;
  if (root.kind !== 'list') throw new UsageError(`${path}:1:1: expected a list of actions such as {at: 14m, sh: "kubectl get pods"}`);
  const plain = plainOf(root);
  const actions: PlannedAction[] = [];
  const problems: string[] = [];
  for (const [i, item] of (Array.isArray(plain) ? plain : []).entries()) {
    const read = schemaFor(item).safeParse(item);
    if (read.success) actions.push(planned(read.data));
    else problems.push(...describeIssues(root.items[i] ?? root, read.error.issues).map(formatProblem));
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return actions.sort((a, b) => a.atUs - b.atUs);
}

function schemaFor(item: unknown) {
  const command = typeof item === 'object' && item !== null && 'command' in item ? item.command : undefined;
  if (command === undefined) return shellAction;
  return typeof command === 'object' && command !== null && 'kind' in command && INCIDENT_KINDS.has(command.kind) ? incidentAction : fleetAction;
}

function planned(entry: z.infer<typeof shellAction> | z.infer<typeof fleetAction> | z.infer<typeof incidentAction>): PlannedAction {
  const { at, actor, ...what } = entry;
  return { atUs: at, actor, ...what };
}
