import { stringify } from 'yaml';
import { sortedKeys } from './json.ts';

/** YAML as `kubectl -o yaml` prints it: keys in alphabetical order, lists not indented, long lines not folded. */
export function yamlText(value: unknown): string {
  return stringify(sortedKeys(value), { lineWidth: 0, indentSeq: false, version: '1.1', aliasDuplicateObjects: false });
}
