import { sortedKeys } from '../../../../kube/json.ts';
import type { Answer } from '../command.ts';
import type { Format } from './format.ts';
import { type ProjectionKey, projected, valueAt } from './projection.ts';
import { cellText } from './python-text.ts';
import { FLOATS, type Json, type Resource } from './resource.ts';
import { tableText } from './table-text.ts';
import { yamlText } from './yaml-text.ts';

/** What a command prints of what it found. */
export function printAnswer({ resources, single = false, table }: Answer, format: Format): string {
  const { name, keys } = format;
  if (name === 'none') return '';
  if (name === 'default' && table !== undefined) {
    return tableText(
      table.map(({ label }) => label),
      resources.map((resource) => table.map(({ cell }) => cell(resource))),
    );
  }
  if (name === 'json' || name === 'yaml' || name === 'default') {
    const shown = keys === null ? resources : resources.map((resource) => projected(resource, keys));
    if (name === 'json') return single ? withFractions(jsonText(shown[0])) : jsonText(shown);
    return single ? yamlText(shown[0], true) : shown.map((resource) => `---\n${yamlText(resource)}`).join('');
  }
  return rows(resources, keys ?? [], format);
}

/** Two spaces, keys in alphabetical order. */
function jsonText(value: Json): string {
  return `${JSON.stringify(sortedKeys(value), null, 2)}\n`;
}

function withFractions(json: string): string {
  return json.replace(new RegExp(`^( *"(?:${FLOATS.join('|')})": \\d+)(,?)$`, 'gm'), '$1.0$2');
}

function rows(resources: readonly Resource[], keys: readonly ProjectionKey[], { name, heading, separator }: Format): string {
  const cells = resources.map((resource) => keys.map((key) => cellText(valueAt(resource, key))));
  const labels = keys.map(({ label }) => label);
  if (name === 'table') return tableText(heading ? labels : [], cells);
  if (name === 'value') return cells.map((row) => `${row.join(separator ?? '\t')}\n`).join('');
  const lines = heading ? [labels.map((label) => label.toLowerCase()), ...cells] : cells;
  return lines.map((row) => `${row.map(csvCell).join(separator ?? ',')}\n`).join('');
}

function csvCell(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
