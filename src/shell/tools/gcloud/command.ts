import type { Call } from './call.ts';
import type { FlagSpec } from './flags.ts';
import type { Column, Resource } from './output/resource.ts';

/** What a command found, before `--filter`, `--limit` and `--format`. */
export interface Answer {
  readonly resources: readonly Resource[];
  /** One resource, printed by itself and not as a list. */
  readonly single?: boolean;
  /** The table that is printed unless another format is asked for; without one it is YAML. */
  readonly table?: readonly Column[];
  /** `Listed 0 items.` is said of an empty list. */
  readonly counted?: boolean;
}

export interface Positional {
  /** As usage shows it, `URL_MAP`. */
  readonly name: string;
  readonly required: boolean;
  readonly help: string;
}

/** Names that complete a positional or a flag's value. */
export type Completes = 'backend-service' | 'url-map' | 'network-endpoint-group' | 'cluster' | 'sql-instance';

export interface Command {
  readonly name: string;
  /** One line for the group's help. */
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly (readonly [comment: string, line: string])[];
  readonly positionals: readonly Positional[];
  readonly flags: readonly FlagSpec[];
  /** Flags of which at most one can be given. */
  readonly exclusive?: readonly string[];
  readonly completes?: Completes;
  /** @returns null where the command itself has printed. @throws GcloudError */
  run(call: Call): Promise<Answer | null>;
}

export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly children: readonly (Group | Command)[];
  /** What the real group has besides: refused as not simulated instead of as unknown. */
  readonly others: readonly string[];
}

export function isGroup(node: Group | Command): node is Group {
  return 'children' in node;
}
