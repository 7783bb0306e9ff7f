import { child, type LocatedMap, numberOf } from './document/located.ts';

/** Version that files are written in today. */
export const SCHEMA_VERSION = 1;

/** Turns a file of version `from` into one of `from + 1`. Values keep their places, so that errors still point into the text as written. */
export interface Migration {
  readonly from: number;
  readonly apply: (file: LocatedMap) => LocatedMap;
}

/** In order of `from`; every version below SCHEMA_VERSION has one. */
export const MIGRATIONS: readonly Migration[] = [];

/** Applies what a file needs. A file without a version, or with one we don't know, is left to validation. */
export function migrate(file: LocatedMap, migrations: readonly Migration[] = MIGRATIONS): LocatedMap {
  let version = numberOf(child(file, 'schemaVersion'));
  let migrated = file;
  for (const migration of migrations) {
    if (version !== migration.from) continue;
    version++;
    migrated = withVersion(migration.apply(migrated), version);
  }
  return migrated;
}

function withVersion(file: LocatedMap, version: number): LocatedMap {
  const entry = file.entries.get('schemaVersion');
  if (entry === undefined) return file;
  const entries = new Map(file.entries);
  entries.set('schemaVersion', { key: entry.key, value: { kind: 'scalar', place: entry.value.place, value: version } });
  return { ...file, entries };
}
