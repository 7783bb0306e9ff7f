import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Invariant 5: the pure folders compile without DOM and Node types, so a name from either is a type error. */
const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(import.meta.dirname, 'fixtures/pure-types');

describe('pure folders compile alone', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'brownout-types-'));
  mkdirSync(join(scratch, 'src/engine'), { recursive: true });
  for (const config of ['tsconfig.base.json', 'tsconfig.json']) cpSync(join(ROOT, config), join(scratch, config));
  cpSync(FIXTURES, join(scratch, 'src/engine'), { recursive: true });
  const output = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json', '--pretty', 'false'], { cwd: scratch, encoding: 'utf8' }).stdout;
  rmSync(scratch, { recursive: true });

  for (const name of readdirSync(FIXTURES)) {
    const clean = name === 'clean.ts';
    it(`${clean ? 'accepts' : 'rejects'} ${name}`, () => {
      expect(output.includes(`src/engine/${name}(`), output).toBe(!clean);
    });
  }
});
