import type { Json } from './resource.ts';

/** A value as Python's repr shows it, which is how gcloud speaks of what it was given. */
export function pythonRepr(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, part]) => `${pythonRepr(key)}: ${pythonRepr(part)}`)
    .join(', ')}}`;
}

/** A value in a cell of `value()` and `csv()`: lists joined by `;`, fields as `key=value`. Source: core/resource/csv_printer.py. */
export function cellText(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value.map((part: Json) => (typeof part === 'object' && part !== null ? pythonRepr(part) : cellText(part))).join(';');
  if (typeof value === 'object') {
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${key}=${typeof part === 'object' && part !== null ? pythonRepr(part) : cellText(part)}`)
      .join(';');
  }
  return String(value);
}
