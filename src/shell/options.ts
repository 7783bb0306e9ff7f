/** What options a tool takes: canonical name by every spelling, and which of them take a value. */
export interface OptionSpec {
  /** e.g. `{ '-c': 'command', '--command': 'command' }`. */
  readonly names: Readonly<Record<string, string>>;
  readonly withValue: readonly string[];
}

export interface ParsedOptions {
  /** Every value given, in order; a flag without value counts as ''. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly rest: readonly string[];
  /** The spelling that was not understood, or that lacks its value. */
  readonly unknown?: string;
  readonly missingValue?: string;
}

/** getopt_long: bundled short flags (`-At`), glued values (`-p6432`), `--name=value`, `--` ends options; options may follow operands. */
export function parseOptions(args: readonly string[], spec: OptionSpec): ParsedOptions {
  const values: Record<string, string[]> = {};
  const rest: string[] = [];
  const add = (name: string, value: string): void => void (values[name] ??= []).push(value);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === '--') {
      rest.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=');
      const spelling = equals < 0 ? arg : arg.slice(0, equals);
      const name = spec.names[spelling];
      if (name === undefined) return { values, rest, unknown: spelling };
      if (!spec.withValue.includes(name)) add(name, '');
      else if (equals >= 0) add(name, arg.slice(equals + 1));
      else if (at + 1 < args.length) add(name, args[++at]);
      else return { values, rest, missingValue: spelling };
    } else if (arg.startsWith('-') && arg !== '-') {
      for (let char = 1; char < arg.length; char++) {
        const spelling = `-${arg[char]}`;
        const name = spec.names[spelling];
        if (name === undefined) return { values, rest, unknown: spelling };
        if (!spec.withValue.includes(name)) {
          add(name, '');
          continue;
        }
        if (char + 1 < arg.length) add(name, arg.slice(char + 1));
        else if (at + 1 < args.length) add(name, args[++at]);
        else return { values, rest, missingValue: spelling };
        break;
      }
    } else {
      rest.push(arg);
    }
  }
  return { values, rest };
}

export function lastValue(parsed: ParsedOptions, name: string): string | undefined {
  const given = parsed.values[name];
  return given === undefined ? undefined : given[given.length - 1];
}

export function has(parsed: ParsedOptions, name: string): boolean {
  return parsed.values[name] !== undefined;
}
