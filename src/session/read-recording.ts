import type { Recording } from '../contract/recording.ts';
import { wrongField } from './recorded-command.ts';

export type RecordingRead =
  | { readonly ok: true; readonly recording: Recording }
  | { readonly ok: false /** What is wrong and where. */; readonly problem: string };

type Check = readonly [path: string, fits: (value: unknown) => boolean, expected: string];

/** A play of twelve hours, the most a session is let run, and its warm-up: a mistyped or damaged length is not to be simulated for an hour. */
const LONGEST_US = 13 * 3_600_000_000;
const LARGEST_SEED = 4_294_967_295;

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
const isList = (value: unknown): boolean => Array.isArray(value);
const isWithin =
  (most: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;

const OUTLINE: readonly Check[] = [
  ['simVersion', isText, 'text'],
  ['scenario', isText, 'text'],
  ['scenarioHash', isText, 'text'],
  ['seed', isWithin(LARGEST_SEED), `a whole number from 0 to ${LARGEST_SEED}`],
  ['untilUs', isWithin(LONGEST_US), `a whole number of microseconds from 0 to ${LONGEST_US} (12 h of play and its warm-up)`],
  ['commands', isList, 'a list'],
  ['observations', isList, 'a list'],
  ['digests', isList, 'a list'],
  ['postmortem', isText, 'text'],
];

/** Checks of list entries, all of them at instants within the recording. */
function entryChecks(untilUs: number): Readonly<Record<'commands' | 'observations' | 'digests', readonly Check[]>> {
  const instant: Check = ['atUs', isWithin(untilUs), `a whole number from 0 to the recording's "untilUs", ${untilUs}`];
  return {
    commands: [
      ['seq', isWhole, 'a whole number'],
      instant,
      ['actor', isText, 'text'],
      ['intent', isTextOrAbsent, 'text or nothing'],
      ['refused', isTextOrAbsent, 'text or nothing'],
    ],
    observations: [instant, ['actor', isText, 'text'], ['kind', isText, 'text'], ['what', isText, 'text']],
    digests: [instant, ['digest', (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value), '16 hex digits']],
  };
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** Reads a recording file and says the first thing that is wrong with it, with its place. */
export function readRecording(text: string, name: string): RecordingRead {
  const problem = (words: string): RecordingRead => ({ ok: false, problem: `${name} is not a whole recording. ${words}` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    return problem(`It is not JSON: ${thrown instanceof Error ? thrown.message : 'unreadable'}. Export it again from the play it was made in.`);
  }
  if (at(value, 'format') !== 'brownout-recording/1') return problem(`format: expected "brownout-recording/1", found ${shown(at(value, 'format'))}.`);
  const wrong = firstWrong(value, OUTLINE, '') ?? wrongEntry(value as Recording);
  if (wrong) return problem(wrong);
  const recording = value as Recording;
  return { ok: true, recording };
}

/** Goes through the lists of a recording whose outline is right. */
function wrongEntry(recording: Recording): string | null {
  const { commands, observations, digests, untilUs } = recording;
  const checks = entryChecks(untilUs);
  const wrong = listWrong(commands, checks.commands, 'commands');
  if (wrong) return wrong;
  for (const [index, { seq, atUs, command }] of commands.entries()) {
    const field = wrongField(command);
    if (field) return `commands[${index}].command${field.path}: expected ${field.expected}, found ${shown(field.found)}.`;
    if (seq !== index || (index > 0 && atUs < commands[index - 1].atUs))
      return `commands[${index}]: out of order; expected seq ${index}, not before the command ahead of it.`;
  }
  const later = listWrong(observations, checks.observations, 'observations') ?? listWrong(digests, checks.digests, 'digests');
  if (later) return later;
  const back = digests.findIndex((entry, index) => index > 0 && entry.atUs <= digests[index - 1].atUs);
  return back === -1 ? null : `digests[${back}]: out of order; expected an instant after the digest ahead of it.`;
}

function listWrong(list: unknown, checks: readonly Check[], name: string): string | null {
  for (const [index, entry] of (list as readonly unknown[]).entries()) {
    const wrong = firstWrong(entry, checks, `${name}[${index}].`);
    if (wrong) return wrong;
  }
  return null;
}

function firstWrong(value: unknown, checks: readonly Check[], prefix: string): string | null {
  for (const [path, fits, expected] of checks) {
    const found = at(value, path);
    if (!fits(found)) return `${prefix}${path}: expected ${expected}, found ${shown(found)}.`;
  }
  return null;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
