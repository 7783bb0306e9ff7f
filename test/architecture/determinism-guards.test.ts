import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PURE_FOLDERS } from '../../scripts/boundaries/rules.ts';

/** Invariant 5, "the engine is pure": each ban fires on a deliberately bad file, in every pure folder, and leaves innocent code alone. */
const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(import.meta.dirname, 'fixtures/determinism');

/** What the diagnostic must say: the rule that found it, and where to turn instead. */
const BANS: Readonly<Record<string, { readonly rule: string; readonly says: RegExp }>> = {
  'animation-frame': { rule: 'noRestrictedGlobals', says: /engine's queue/ },
  crypto: { rule: 'noRestrictedGlobals', says: /base\/hash\.ts/ },
  date: { rule: 'noRestrictedGlobals', says: /contract\/time\.ts/ },
  'exponent-assignment': { rule: 'plugin', says: /base\/det-math\.ts/ },
  'exponent-operator': { rule: 'plugin', says: /base\/det-math\.ts/ },
  'export-star': { rule: 'noReExportAll', says: /export/ },
  'global-this': { rule: 'noRestrictedGlobals', says: /pass what is needed in/ },
  intl: { rule: 'noRestrictedGlobals', says: /compare with </ },
  'locale-compare': { rule: 'noJsRestrictedProperties', says: /compare with </ },
  'locale-lower-case': { rule: 'noJsRestrictedProperties', says: /toLowerCase/ },
  'locale-string': { rule: 'noJsRestrictedProperties', says: /format by hand/ },
  'locale-upper-case': { rule: 'noJsRestrictedProperties', says: /toUpperCase/ },
  'math-alias': { rule: 'plugin', says: /base\/det-math\.ts/ },
  'math-computed': { rule: 'noJsRestrictedProperties', says: /base\/det-math\.ts/ },
  'math-destructured': { rule: 'noJsRestrictedProperties', says: /base\/det-math\.ts/ },
  'math-log': { rule: 'noJsRestrictedProperties', says: /base\/det-math\.ts/ },
  'math-random': { rule: 'noJsRestrictedProperties', says: /base\/random\.ts/ },
  'new-date': { rule: 'noRestrictedGlobals', says: /contract\/time\.ts/ },
  'node-import': { rule: 'noNodejsModules', says: /Node/ },
  performance: { rule: 'noRestrictedGlobals', says: /contract\/time\.ts/ },
  process: { rule: 'noRestrictedGlobals', says: /pass what is needed in/ },
  'queue-microtask': { rule: 'noRestrictedGlobals', says: /engine's queue/ },
  'set-immediate': { rule: 'noRestrictedGlobals', says: /engine's queue/ },
  'set-interval': { rule: 'noRestrictedGlobals', says: /engine's queue/ },
  'set-timeout': { rule: 'noRestrictedGlobals', says: /engine's queue/ },
};

/** Diagnostics of Biome with our configuration over a scratch checkout, keyed by the file's path under src/. */
function lintScratch(scratch: string): ReadonlyMap<string, string> {
  const run = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['lint', '--max-diagnostics=none', '--diagnostic-level=error', '--colors=off', 'src'], {
    cwd: scratch,
    encoding: 'utf8',
  });
  const blocks = new Map<string, string>();
  for (const block of `${run.stdout}\n${run.stderr}`.split(/\n(?=src\/)/)) {
    const file = /^src\/(\S+?\.ts)/.exec(block)?.[1];
    if (file !== undefined) blocks.set(file, `${blocks.get(file) ?? ''}\n${block}`);
  }
  return blocks;
}

describe('determinism guards', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'brownout-lint-'));
  let diagnostics: ReadonlyMap<string, string> = new Map();

  beforeAll(() => {
    cpSync(join(ROOT, 'biome.json'), join(scratch, 'biome.json'));
    mkdirSync(join(scratch, 'scripts'));
    cpSync(join(ROOT, 'scripts/lint'), join(scratch, 'scripts/lint'), { recursive: true });
    for (const folder of PURE_FOLDERS) {
      cpSync(FIXTURES, join(scratch, 'src', folder, 'bad'), { recursive: true });
      cpSync(join(import.meta.dirname, 'fixtures/determinism-clean'), join(scratch, 'src', folder, 'good'), { recursive: true });
    }
    cpSync(join(FIXTURES, 'date.ts'), join(scratch, 'src/view/date.ts'));
    diagnostics = lintScratch(scratch);
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('has one fixture a ban', () => {
    expect(readdirSync(FIXTURES).map((name) => name.replace(/\.ts$/, ''))).toEqual(Object.keys(BANS).sort());
  });

  for (const [name, { rule, says }] of Object.entries(BANS)) {
    it(`fires on ${name} in every pure folder and names the replacement`, () => {
      for (const folder of PURE_FOLDERS) {
        const text = diagnostics.get(`${folder}/bad/${name}.ts`) ?? '';
        expect(text, `${folder}/${name}`).toContain(rule);
        expect(text, `${folder}/${name}`).toMatch(says);
      }
    });
  }

  it('leaves comments, strings and allowed maths alone', () => {
    expect([...diagnostics.keys()].filter((file) => file.includes('/good/'))).toEqual([]);
  });

  it('leaves the other folders alone', () => {
    expect(diagnostics.get('view/date.ts')).toBeUndefined();
  });

  it('covers the same folders as the dependency rules and the pure type check', () => {
    const biome = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as { overrides: { includes: string[]; plugins?: string[] }[] };
    const linted = biome.overrides.find((override) => override.plugins !== undefined)?.includes.map((glob) => glob.replace(/^src\/(.*)\/\*\*$/, '$1'));
    expect(linted).toEqual(PURE_FOLDERS);
    const typed = /"include": (\[[^\]]*\])/.exec(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'))?.[1] ?? '[]';
    expect((JSON.parse(typed) as string[]).map((path) => path.replace(/^src\//, ''))).toEqual(PURE_FOLDERS);
  });
});
