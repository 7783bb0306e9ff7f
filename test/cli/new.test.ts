import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = mkdtempSync(join(tmpdir(), 'brownout-new-'));
cpSync(join(ROOT, 'scenarios/fleets'), join(FOLDER, 'fleets'), { recursive: true });
afterAll(() => rmSync(FOLDER, { recursive: true }));

function brownout(...args: string[]) {
  const run = spawnSync(process.execPath, [join(ROOT, 'bin/brownout.mjs'), ...args], { cwd: FOLDER, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('new', { timeout: 300_000 }, () => {
  it('writes a scenario and cases that lint clean', () => {
    const written = brownout('new', 'search-is-slow', '--in', '.');
    expect(written).toMatchObject({ code: 0, out: 'search-is-slow.yaml\nsearch-is-slow.test.yaml\n' });
    expect(readFileSync(join(FOLDER, 'search-is-slow.yaml'), 'utf8')).toContain('\nid: search-is-slow\ntitle: Search is slow\n');
    expect(brownout('lint', 'search-is-slow.yaml')).toEqual({ code: 0, out: '', err: '1 file: 0 errors, 0 warnings\n' });
  });

  it('leaves a file of that name alone', () => {
    writeFileSync(join(FOLDER, 'taken.test.yaml'), 'mine\n');
    expect(brownout('new', 'taken', '--in', '.')).toEqual({ code: 2, out: '', err: 'taken.test.yaml: is there already; choose another name\n' });
    expect(readFileSync(join(FOLDER, 'taken.test.yaml'), 'utf8')).toBe('mine\n');
  });

  it('knows the scenarios that come with it', () => {
    const run = brownout('new', 'playlist-hangs');
    expect(run.code).toBe(2);
    expect(run.err).toContain('playlist-hangs.yaml: is there already');
  });

  it.each(['Lists', '../x', 'a_b', '-a', 'a--b'])('refuses the name %s', (name) => {
    const run = brownout('new', '--in', '.', '--', name);
    expect(run.code).toBe(2);
    expect(run.err).toContain("a scenario's name is lower-case letters, digits and dashes");
  });
});
