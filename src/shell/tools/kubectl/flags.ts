import { KubectlError } from './kubectl-error.ts';
import { parseGoDuration } from '../../../kube/duration.ts';

export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly kind: 'bool' | 'string' | 'int' | 'duration' | 'list';
  /** As help shows it. */
  readonly default: string;
  readonly help: string;
}

/** Values of a command's flags after parsing. */
export class Flags {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #specs: readonly FlagSpec[];

  constructor(specs: readonly FlagSpec[], values: ReadonlyMap<string, readonly string[]>) {
    this.#specs = specs;
    this.#values = values;
  }

  changed(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string {
    return this.#values.get(name)?.at(-1) ?? this.#specs.find((spec) => spec.name === name)?.default ?? '';
  }

  bool(name: string): boolean {
    return /^(true|t|1)$/i.test(this.text(name));
  }

  int(name: string): number {
    return Number(this.text(name));
  }

  /** Microseconds. */
  duration(name: string): number {
    return parseGoDuration(this.text(name)) ?? 0;
  }

  list(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).flatMap((value) => value.split(','));
  }
}

/** Accepted by every subcommand. */
export const GLOBAL_FLAGS: readonly FlagSpec[] = [
  { name: 'namespace', short: 'n', kind: 'string', default: '', help: 'If present, the namespace scope for this CLI request' },
  { name: 'context', kind: 'string', default: '', help: 'The name of the kubeconfig context to use' },
  { name: 'cluster', kind: 'string', default: '', help: 'The name of the kubeconfig cluster to use' },
  { name: 'user', kind: 'string', default: '', help: 'The name of the kubeconfig user to use' },
  {
    name: 'request-timeout',
    kind: 'string',
    default: '0',
    help: "The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests.",
  },
  { name: 'v', short: 'v', kind: 'int', default: '0', help: 'number for the log level verbosity' },
  { name: 'help', short: 'h', kind: 'bool', default: 'false', help: 'help for the command' },
];

/** `stopped` holds what follows `--`. */
export interface ParsedArguments {
  readonly positional: readonly string[];
  readonly stopped: readonly string[] | null;
  readonly flags: Flags;
}

/**
 * Reads flags the way pflag does: interspersed, `--name=value`, `--name value`, `-n value`, `-nvalue`, grouped booleans.
 * @throws KubectlError with pflag's words. Source: spf13/pflag.
 */
export function parseFlags(args: readonly string[], own: readonly FlagSpec[], path: string): ParsedArguments {
  const specs = [...own, ...GLOBAL_FLAGS.filter((global) => !own.some((spec) => spec.name === global.name))];
  const values = new Map<string, string[]>();
  const positional: string[] = [];
  let stopped: string[] | null = null;
  const usage = (message: string): KubectlError => new KubectlError(`error: ${message}\nSee '${path} --help' for usage.`);
  const set = (spec: FlagSpec, value: string): void => {
    const problem = invalidValue(spec, value);
    if (problem)
      throw usage(
        `invalid argument ${JSON.stringify(value)} for "${spec.short && spec.short !== spec.name ? `-${spec.short}, ` : ''}--${spec.name}" flag: ${problem}`,
      );
    values.set(spec.name, [...(values.get(spec.name) ?? []), value]);
  };
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (argument === '--') {
      stopped = args.slice(i + 1);
      break;
    }
    if (argument.startsWith('--')) {
      const equals = argument.indexOf('=');
      const name = argument.slice(2, equals < 0 ? undefined : equals);
      const spec = specs.find((candidate) => candidate.name === name);
      if (!spec) throw usage(`unknown flag: --${name}`);
      if (equals >= 0) set(spec, argument.slice(equals + 1));
      else if (spec.kind === 'bool') set(spec, 'true');
      else if (i + 1 < args.length) set(spec, args[++i]);
      else throw usage(`flag needs an argument: --${name}`);
    } else if (argument.startsWith('-') && argument.length > 1) {
      i += shorthands(argument, args[i + 1], specs, set, usage) ? 1 : 0;
    } else {
      positional.push(argument);
    }
  }
  return { positional, stopped, flags: new Flags(specs, values) };
}

/** @returns whether the next argument was taken as a value. */
function shorthands(
  argument: string,
  next: string | undefined,
  specs: readonly FlagSpec[],
  set: (spec: FlagSpec, value: string) => void,
  usage: (message: string) => KubectlError,
): boolean {
  for (let at = 1; at < argument.length; at++) {
    const letter = argument[at];
    const spec = specs.find((candidate) => candidate.short === letter);
    if (!spec) throw usage(`unknown shorthand flag: '${letter}' in -${argument.slice(at)}`);
    const rest = argument.slice(at + 1);
    if (rest.startsWith('=')) {
      set(spec, rest.slice(1));
      return false;
    }
    if (spec.kind === 'bool') {
      set(spec, 'true');
      continue;
    }
    if (rest !== '') {
      set(spec, rest);
      return false;
    }
    if (next === undefined) throw usage(`flag needs an argument: '${letter}' in -${argument.slice(at)}`);
    set(spec, next);
    return true;
  }
  return false;
}

function invalidValue(spec: FlagSpec, value: string): string | null {
  if (spec.kind === 'bool' && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
    return `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  if (spec.kind === 'int' && !/^[-+]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
  if (spec.kind === 'duration' && parseGoDuration(value) === null) {
    return /^[-+]?[\d.]+$/.test(value) ? `time: missing unit in duration ${JSON.stringify(value)}` : `time: invalid duration ${JSON.stringify(value)}`;
  }
  return null;
}
