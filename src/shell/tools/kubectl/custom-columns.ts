import { findJsonPath, relaxedPath, valueText } from '../../../kube/jsonpath.ts';
import { alignRows } from '../../../kube/tabwriter.ts';
import { KubectlError } from './kubectl-error.ts';

/** `HEADER:.path,HEADER:.path` as a table; several values of one path are joined by commas. Source: kubectl pkg/cmd/get customcolumn.go. */
export function customColumns(spec: string, objects: readonly unknown[], options: { readonly noHeaders: boolean }): string {
  const columns = spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) throw new KubectlError(`error: unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: path(part.slice(colon + 1)) };
  });
  const rows = objects.map((object) =>
    columns.map((column) => {
      const found = find(column.path, object).filter((value) => value !== undefined);
      return found.length === 0 ? '<none>' : found.map((value) => (value === null ? '<none>' : goText(value))).join(',');
    }),
  );
  return alignRows(options.noHeaders ? rows : [columns.map((column) => column.header), ...rows]);
}

function path(text: string): string {
  try {
    return relaxedPath(text);
  } catch (error) {
    throw new KubectlError(`error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function find(template: string, object: unknown): readonly unknown[] {
  try {
    return findJsonPath(template, object);
  } catch (error) {
    throw new KubectlError(`error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Maps and lists as Go's %v prints them. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return valueText(value);
  const record = value as Readonly<Record<string, unknown>>;
  return `map[${Object.keys(record)
    .sort()
    .map((key) => `${key}:${goText(record[key])}`)
    .join(' ')}]`;
}
