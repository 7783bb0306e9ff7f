import type { Positional } from './command.ts';
import type { FlagSpec } from './flags.ts';

function unsimulated(...names: readonly string[]): readonly FlagSpec[] {
  return names.map((name) => ({ name, kind: 'none', metavar: '', help: '' }));
}

/** Of every command that lists. */
export const LIST_FLAGS: readonly FlagSpec[] = [
  {
    name: 'filter',
    kind: 'string',
    metavar: 'EXPRESSION',
    help: 'Apply a Boolean filter EXPRESSION to each resource item to be listed. If the expression evaluates True, then that item is listed.',
  },
  { name: 'limit', kind: 'int', metavar: 'LIMIT', help: 'Maximum number of resources to list. The default is unlimited.' },
  ...unsimulated('page-size', 'sort-by'),
];

/** Of lists of Compute Engine resources that may be global, regional or zonal. */
export const COMPUTE_LIST_FLAGS: readonly FlagSpec[] = [
  ...LIST_FLAGS,
  { name: 'global', kind: 'bool', metavar: '', help: 'If provided, only global resources are shown.' },
  ...unsimulated('regexp', 'regions', 'uri'),
];

export const URI_FLAG: readonly FlagSpec[] = unsimulated('uri');

export const NAMES: Positional = { name: 'NAME ...', required: false, help: '(DEPRECATED) Use --filter="name=( NAME ... )" instead.' };
