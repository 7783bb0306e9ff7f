import type { Call } from './call.ts';
import type { FlagSpec } from './flags.ts';

/** A verb of kubectl, or a group of them (`rollout`, `set`). */
export interface Subcommand {
  readonly name: string;
  /** One line for the parent's help. */
  readonly summary: string;
  /** Other names it goes by. */
  readonly aliases?: readonly string[];
  /** What its own help begins with, where that is more than the summary. */
  readonly about?: string;
  /** What follows `kubectl NAME` in the usage line. */
  readonly usage: string;
  readonly examples: readonly (readonly [comment: string, line: string])[];
  readonly flags: readonly FlagSpec[];
  readonly children?: readonly Subcommand[];
  /** Types whose names complete its arguments, or `contexts`; `*`: the first argument is a type. */
  readonly completes?: '*' | string;
  /** @returns the exit code. @throws KubectlError */
  run?(call: Call): Promise<number>;
}

export const SELECTOR_FLAG: FlagSpec = {
  name: 'selector',
  short: 'l',
  kind: 'string',
  default: '',
  help: "Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l key1=value1,key2=value2). Matching objects must satisfy all of the specified label constraints.",
};

export const ALL_NAMESPACES_FLAG: FlagSpec = {
  name: 'all-namespaces',
  short: 'A',
  kind: 'bool',
  default: 'false',
  help: 'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
};

export const NO_HEADERS_FLAG: FlagSpec = {
  name: 'no-headers',
  kind: 'bool',
  default: 'false',
  help: "When using the default or custom-column output format, don't print headers (default print headers).",
};
