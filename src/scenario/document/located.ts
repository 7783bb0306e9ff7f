/** A YAML value that remembers where it was written, so that every remark about it can say file, line and column. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Where it stands inside its own file, e.g. `services[2].endpoints[0].route`; '' for the whole file. */
  readonly path: string;
}

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  readonly key: Place;
  readonly value: Located;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
}

export type Located = LocatedMap | LocatedList | LocatedScalar;

export function child(node: Located | null, key: string): Located | null {
  return node?.kind === 'map' ? (node.entries.get(key)?.value ?? null) : null;
}

/** The value at the end of a chain of keys, or null. */
export function descend(node: Located | null, ...keys: readonly string[]): Located | null {
  return keys.reduce(child, node);
}

/** Items of the list under `key`; empty when there is none. */
export function itemsOf(node: Located | null, key: string): readonly Located[] {
  const list = child(node, key);
  return list?.kind === 'list' ? list.items : [];
}

/** Text of a scalar, or null when it is none. */
export function textOf(node: Located | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

export function numberOf(node: Located | null): number | null {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null;
}

export function textAt(node: Located | null, key: string): string | null {
  return textOf(child(node, key));
}

/** As plain JavaScript, for validation. */
export function plainOf(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.value)]));
}

/** How a value reads in a message: `"text"`, `12`, `a list`, `a map`. */
export function shown(node: Located): string {
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty map' : 'a map';
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.value === null) return 'nothing';
  return typeof node.value === 'string' ? `"${node.value.length > 60 ? `${node.value.slice(0, 57)}…` : node.value}"` : String(node.value);
}

/** Path of a key inside a map at `path`. Keys that are not plain words are quoted: `curve["5m"]`. */
export function keyPath(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}
