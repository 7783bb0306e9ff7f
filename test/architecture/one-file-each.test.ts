import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { SOURCE_ROOT } from '../../scripts/boundaries/check.ts';

/** One file a fault, one file a command: the contract's kinds and the engine's files are the same list, both ways. */

/** Kinds of a discriminated union in a source file, read from its syntax: types are gone at run time. */
function kindsOf(file: string, typeName: string): string[] {
  const kinds: string[] = [];
  const walk = (value: unknown, inside: boolean): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, inside);
    else if (typeof value === 'object' && value !== null) {
      const node = value as {
        type?: string;
        id?: { name?: string };
        key?: { name?: string };
        typeAnnotation?: { typeAnnotation?: { literal?: { value?: unknown } } };
      };
      const here = inside || (node.type === 'TSTypeAliasDeclaration' && node.id?.name === typeName);
      const kind = node.typeAnnotation?.typeAnnotation?.literal?.value;
      if (here && node.type === 'TSPropertySignature' && node.key?.name === 'kind' && typeof kind === 'string') kinds.push(kind);
      for (const child of Object.values(value)) walk(child, here);
    }
  };
  walk(parseAst(readFileSync(join(SOURCE_ROOT, file), 'utf8'), { lang: 'ts' }), false);
  return kinds.sort();
}

function filesIn(folder: string, besides: readonly string[]): string[] {
  const path = join(SOURCE_ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !besides.includes(name))
    .sort();
}

describe('one file each', () => {
  it('reads the kinds of a union', () => {
    expect(kindsOf('contract/commands.ts', 'IncidentCommand')).toContain('mark-resolved');
    expect(kindsOf('contract/commands.ts', 'FleetCommand')).not.toContain('mark-resolved');
  });

  it('fleet commands are executed by engine/commands, one file a kind', () => {
    expect(filesIn('engine/commands', ['execute-command', 'find'])).toEqual(kindsOf('contract/commands.ts', 'FleetCommand'));
  });

  it('faults have their words in contract/faults and their doing in engine/faults, one file a kind', () => {
    const words = filesIn('contract/faults', ['fault']);
    expect(filesIn('engine/faults', ['behaviour'])).toEqual(words);
    for (const kind of words) expect(readFileSync(join(SOURCE_ROOT, 'contract/faults', `${kind}.ts`), 'utf8')).toContain(`kind: '${kind}'`);
  });
});
