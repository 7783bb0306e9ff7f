/** Decoded JSON as Go's %v prints it: `map[data:map[key:5]]`. */
export function goPlain(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPlain).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const fields = value as Readonly<Record<string, unknown>>;
  return `map[${Object.keys(fields)
    .sort()
    .map((key) => `${key}:${goPlain(fields[key])}`)
    .join(' ')}]`;
}
