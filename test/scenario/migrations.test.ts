import { describe, expect, it } from 'vitest';
import { type LocatedMap, plainOf } from '../../src/scenario/document/located.ts';
import { parseYaml } from '../../src/scenario/document/parse-yaml.ts';
import { type Migration, migrate, MIGRATIONS, SCHEMA_VERSION } from '../../src/scenario/migrations.ts';

/** Renames a top-level key, keeping its place. */
function renaming(from: number, before: string, after: string): Migration {
  return {
    from,
    apply: (file) => ({ ...file, entries: new Map([...file.entries].map(([key, entry]) => [key === before ? after : key, entry])) }),
  };
}

function read(text: string): LocatedMap {
  const parsed = parseYaml('old.yaml', text);
  if (!parsed.ok || parsed.root.kind !== 'map') throw new Error('not a map');
  return parsed.root;
}

const CHAIN = [renaming(1, 'name', 'title'), renaming(2, 'title', 'heading')];

describe('migrations', () => {
  it('run one after another from the version of the file', () => {
    expect(plainOf(migrate(read('schemaVersion: 1\nname: x'), CHAIN))).toEqual({ schemaVersion: 3, heading: 'x' });
    expect(plainOf(migrate(read('schemaVersion: 2\ntitle: x'), CHAIN))).toEqual({ schemaVersion: 3, heading: 'x' });
    expect(plainOf(migrate(read('schemaVersion: 3\nheading: x'), CHAIN))).toEqual({ schemaVersion: 3, heading: 'x' });
  });

  it('keep the places of what they move', () => {
    expect(migrate(read('schemaVersion: 1\n\nname: x'), CHAIN).entries.get('heading')?.value.place).toMatchObject({ line: 3, column: 7 });
  });

  it('lead from every older version to today’s', () => {
    expect(MIGRATIONS.map((migration) => migration.from)).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, i) => i + 1));
  });
});
