import { parseGcloudDuration } from './gcloud-duration.ts';
import { GcloudError, notSimulated } from './gcloud-error.ts';

export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  /** `none`: the real program has it, this one refuses it by name. */
  readonly kind: 'bool' | 'string' | 'int' | 'duration' | 'choice' | 'none';
  readonly choices?: readonly string[];
  /** As help shows the value; '' for bool. */
  readonly metavar: string;
  readonly default?: string;
  readonly help: string;
}

/** Values of a command's flags after parsing. */
export class Flags {
  readonly #values: ReadonlyMap<string, string>;
  readonly #specs: readonly FlagSpec[];

  constructor(specs: readonly FlagSpec[], values: ReadonlyMap<string, string>) {
    this.#specs = specs;
    this.#values = values;
  }

  given(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string {
    return this.#values.get(name) ?? this.#specs.find((spec) => spec.name === name)?.default ?? '';
  }

  /** null when the flag is not given. */
  int(name: string): number | null {
    return this.given(name) ? Number(this.text(name)) : null;
  }
}

export const QUIET_FLAG: FlagSpec = {
  name: 'quiet',
  short: 'q',
  kind: 'bool',
  metavar: '',
  help: 'Disable all interactive prompts when running gcloud commands. If input is required, defaults will be used, or an error will be raised.',
};

export const HELP_FLAG: FlagSpec = { name: 'help', kind: 'bool', metavar: '', help: 'Display detailed help.' };

/** Accepted by every command. */
export const WIDE_FLAGS: readonly FlagSpec[] = [
  {
    name: 'format',
    kind: 'string',
    metavar: 'FORMAT',
    help: 'Sets the format for printing command output resources. Here: json, yaml, value(KEYS), csv(KEYS), table(KEYS), none.',
  },
  { name: 'project', kind: 'string', metavar: 'PROJECT_ID', help: 'The Google Cloud project ID to use for this invocation.' },
  QUIET_FLAG,
  HELP_FLAG,
  { name: 'h', short: 'h', kind: 'bool', metavar: '', help: 'Print a summary help and exit.' },
  ...[
    'access-token-file',
    'account',
    'billing-project',
    'configuration',
    'flags-file',
    'flatten',
    'impersonate-service-account',
    'log-http',
    'trace-token',
    'user-output-enabled',
    'verbosity',
  ].map((name): FlagSpec => ({ name, kind: 'none', metavar: '', help: '' })),
];

export interface ParsedArguments {
  readonly positional: readonly string[];
  readonly flags: Flags;
}

/**
 * Reads flags the way argparse does: interspersed, `--name=value`, `--name value`, `-q`; `--` ends them.
 * @param usage what follows a message about a flag's value
 * @throws GcloudError. Source: Google Cloud SDK 528, googlecloudsdk/calliope/parser_extensions.py and its answers.
 */
export function parseFlags(args: readonly string[], own: readonly FlagSpec[], positionals: number, usage: string): ParsedArguments {
  const specs = [...own, ...WIDE_FLAGS.filter((wide) => !own.some((spec) => spec.name === wide.name))];
  const values = new Map<string, string>();
  const positional: string[] = [];
  const unknown: string[] = [];
  const wrong = (spec: FlagSpec, message: string): GcloudError =>
    new GcloudError(`argument --${spec.name}${spec.short === undefined ? '' : `/-${spec.short}`}: ${message}\n${usage}`, 2);
  let ended = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (ended || !word.startsWith('-') || word === '-') {
      if (positional.length < positionals) positional.push(word);
      else unknown.push(word);
      continue;
    }
    if (word === '--') {
      ended = true;
      continue;
    }
    const equals = word.indexOf('=');
    const spec = findFlag(specs, equals < 0 ? word : word.slice(0, equals));
    if (spec === undefined) {
      unknown.push(word);
      continue;
    }
    if (spec.kind === 'none') throw notSimulated(`--${spec.name}`);
    let value = 'true';
    if (spec.kind === 'bool') {
      if (equals >= 0) throw wrong(spec, `ignored explicit argument '${word.slice(equals + 1)}'`);
    } else if (equals >= 0) value = word.slice(equals + 1);
    else if (at + 1 < args.length && !/^-./.test(args[at + 1])) value = args[++at];
    else throw wrong(spec, 'expected one argument');
    checkValue(spec, value, wrong);
    values.set(spec.name, value);
  }
  if (unknown.length > 0) throw unrecognized(unknown);
  return { positional, flags: new Flags(specs, values) };
}

export function findFlag(specs: readonly FlagSpec[], word: string): FlagSpec | undefined {
  return specs.find((spec) => (word.startsWith('--') ? word === `--${spec.name}` && spec.name.length > 1 : word === `-${spec.short ?? ''}`));
}

function checkValue(spec: FlagSpec, value: string, wrong: (spec: FlagSpec, message: string) => GcloudError): void {
  if (spec.kind === 'int') {
    if (!/^[-+]?\d+$/.test(value)) throw wrong(spec, `Value must be an integer; received: ${value}`);
    if (Number(value) < 1) throw wrong(spec, `Value must be greater than or equal to 1; received: ${Number(value)}`);
  }
  if (spec.kind === 'choice' && !spec.choices?.includes(value)) {
    throw new GcloudError(`argument --${spec.name}: Invalid choice: '${value}'.\n\nValid choices are [${[...(spec.choices ?? [])].sort().join(', ')}].`, 2);
  }
  if (spec.kind === 'duration') {
    const duration = parseGcloudDuration(value);
    if (typeof duration === 'string') throw wrong(spec, `Failed to parse duration: ${duration}`);
  }
}

const SEARCH_HINT = 'To search the help text of gcloud commands, run:\n  gcloud help -- SEARCH_TERMS';

function unrecognized(words: readonly string[]): GcloudError {
  const shown = words.length === 1 ? ` ${words[0]} \n\n${SEARCH_HINT}` : `\n  ${words.join('\n  ')}\n  ${SEARCH_HINT}`;
  return new GcloudError(`unrecognized arguments:${shown}`, 2);
}

/** @param meant commands that begin alike; without any the group's usage is shown */
export function invalidChoice(word: string, meant: readonly string[], usage: string): GcloudError {
  const hint = `Maybe you meant:\n${meant.map((line) => `  ${line}\n`).join('')}\n${SEARCH_HINT}`;
  return new GcloudError(`Invalid choice: '${word}'.\n${meant.length > 0 ? hint : usage}`, 2);
}
