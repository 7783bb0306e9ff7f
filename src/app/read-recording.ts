import type { Recording } from '../contract/recording.ts';

export type RecordingRead =
  | { readonly ok: true; readonly recording: Recording }
  | { readonly ok: false /** What is wrong and where. */; readonly problem: string };

type Check = readonly [path: string, fits: (value: unknown) => boolean, expected: string];

const isText = (value: unknown): boolean => typeof value === 'string';
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
const isList = (value: unknown): boolean => Array.isArray(value);
const OUTLINE: readonly Check[] = [
  ['simVersion', isText, 'text'],
  ['scenario', isText, 'text'],
  ['scenarioHash', isText, 'text'],
  ['seed', isWhole, 'a whole number'],
  ['untilUs', isWhole, 'a whole number'],
  ['commands', isList, 'a list'],
  ['observations', isList, 'a list'],
  ['digests', isList, 'a list'],
  ['postmortem', isText, 'text'],
];
const COMMAND: readonly Check[] = [
  ['seq', isWhole, 'a whole number'],
  ['atUs', isWhole, 'a whole number'],
  ['actor', isText, 'text'],
  ['command', (value) => isText(at(value, 'kind')), 'an object with a "kind"'],
];
const OBSERVATION: readonly Check[] = [
  ['atUs', isWhole, 'a whole number'],
  ['actor', isText, 'text'],
  ['kind', isText, 'text'],
  ['what', isText, 'text'],
];
const DIGEST: readonly Check[] = [
  ['atUs', isWhole, 'a whole number'],
  ['digest', (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value), '16 hex digits'],
];

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
  const wrong =
    firstWrong(value, OUTLINE, '') ??
    listWrong(at(value, 'commands'), COMMAND, 'commands') ??
    listWrong(at(value, 'observations'), OBSERVATION, 'observations') ??
    listWrong(at(value, 'digests'), DIGEST, 'digests');
  if (wrong) return problem(wrong);
  const recording = value as Recording;
  const jump = recording.commands.findIndex((entry, index) => entry.seq !== index || (index > 0 && entry.atUs < recording.commands[index - 1].atUs));
  if (jump !== -1) return problem(`commands[${jump}]: out of order; expected seq ${jump}, not before the command ahead of it.`);
  return { ok: true, recording };
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
