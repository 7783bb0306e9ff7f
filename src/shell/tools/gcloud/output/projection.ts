import { GcloudError, notSimulated } from '../gcloud-error.ts';
import type { Json, Resource } from './resource.ts';

/** `backends[].group.basename():label=GROUP`: what to show of a resource. */
export interface ProjectionKey {
  /** Names, indices, and null for `[]`. */
  readonly path: readonly (string | number | null)[];
  readonly basename: boolean;
  readonly label: string;
}

/**
 * Reads the keys in the brackets of `value(…)`. @param text with the brackets
 * @throws GcloudError in gcloud's words. Source: `gcloud topic projections`.
 */
export function parseProjection(text: string, format: string): readonly ProjectionKey[] {
  if (!text.endsWith(')')) throw new GcloudError(`More tokens expected [default ${format} *HERE*].`);
  const keys = text.slice(1, -1).trim();
  if (keys === '') return [];
  return keys.split(/,(?![^(]*\))/).map((key) => parseKey(key.trim(), format));
}

function parseKey(text: string, format: string): ProjectionKey {
  const [, key = '', attributes = ''] = /^([^:]*)((?::.*)?)$/s.exec(text) ?? [];
  let label = '';
  for (const attribute of attributes.split(':').slice(1)) {
    const [name, value = ''] = attribute.split('=');
    if (name !== 'label') throw otherAttribute(name, format);
    label = value.replace(/^["']|["']$/g, '');
  }
  const call = /\.?(\w+)\(.*\)$/.exec(key);
  if (call !== null && call[1] !== 'basename') throw notSimulated(`the transform ${call[1]}() in --format; basename() is`);
  const bare = call === null ? key : key.slice(0, call.index);
  if (!/^[\w@$/-]+(\.[\w@$/-]+|\[\d*\])*$/.test(bare)) throw new GcloudError(`Non-empty key name expected [default ${format} *HERE*].`);
  const path = bare.split(/\.|(?=\[)/).map((part) => {
    const index = /^\[(\d*)\]$/.exec(part)?.[1];
    return index === undefined ? part : index === '' ? null : Number(index);
  });
  const last = path.findLast((part) => typeof part === 'string') ?? '';
  return { path, basename: call !== null, label: label === '' ? upperSnake(last) : label };
}

function otherAttribute(name: string, format: string): GcloudError {
  if (/^(align|format|optional|reverse|sort|width|wrap)$/.test(name)) return notSimulated(`:${name} in --format; :label is`);
  const end = format.indexOf(`:${name}`) + name.length + 1;
  return new GcloudError(`Unknown key attribute [default ${format.slice(0, end)} *HERE* ${format.slice(end)}].`);
}

/** `statusDetails` is headed STATUS_DETAILS. */
function upperSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/** What a key finds; null where there is nothing. A name after a list is looked for in each of its members. */
export function valueAt(resource: Resource, { path, basename }: ProjectionKey): Json {
  let value: Json = resource;
  for (const part of path) value = step(value, part);
  return basename ? lastSegment(value) : value;
}

function step(value: Json, part: string | number | null): Json {
  if (typeof part === 'number') return isList(value) ? (value[part] ?? null) : null;
  if (part === null) return isList(value) ? value : null;
  if (isList(value)) return value.map((member) => step(member, part));
  return typeof value === 'object' && value !== null ? ((value as Resource)[part] ?? null) : null;
}

function lastSegment(value: Json): Json {
  if (isList(value)) return value.map(lastSegment);
  return typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The resource with nothing but the keys asked for, as `json(…)` and `yaml(…)` print it. */
export function projected(resource: Resource, keys: readonly ProjectionKey[]): Resource {
  let shown: Json = {};
  for (const { path, basename } of keys) {
    const part = restricted(resource, path, basename);
    if (part !== undefined) shown = merged(shown, part);
  }
  return shown as Resource;
}

function restricted(value: Json, path: ProjectionKey['path'], basename: boolean): Json | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return basename ? lastSegment(value) : value;
  if (isList(value)) {
    if (typeof part === 'number') return part < value.length ? [restricted(value[part], rest, basename) ?? {}] : undefined;
    // here, unlike in a cell, a list is gone into by `[]` only
    return part === null ? value.map((member) => restricted(member, rest, basename) ?? {}) : undefined;
  }
  if (typeof part !== 'string' || typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  const found = restricted((value as Resource)[part], rest, basename);
  return found === undefined ? undefined : { [part]: found };
}

function merged(a: Json, b: Json): Json {
  if (isList(a) && isList(b)) return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => merged(a[at] ?? {}, b[at] ?? {}));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || isList(a) || isList(b)) return b;
  const out: Record<string, Json> = { ...a };
  for (const [key, value] of Object.entries(b)) out[key] = key in out ? merged(out[key], value) : value;
  return out;
}
