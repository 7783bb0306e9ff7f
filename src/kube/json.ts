/** A copy with keys in alphabetical order, as Go marshals maps. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .filter((key) => record[key] !== undefined)
      .map((key) => [key, sortedKeys(record[key])]),
  );
}

/** Go's encoding/json writes these five characters as escapes. */
function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON on one line. */
export function compactJson(value: unknown): string {
  return escaped(JSON.stringify(sortedKeys(value)));
}

/** JSON as `kubectl -o json` prints it: four spaces. */
export function jsonText(value: unknown): string {
  return `${escaped(JSON.stringify(sortedKeys(value), null, 4))}\n`;
}

/** Several objects in one answer. */
export function listOf(items: readonly unknown[]): unknown {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}
