import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'brownout-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ROOT = join(import.meta.dirname, '../..');

function brownout(...args: string[]) {
  const run = spawnSync(process.execPath, ['bin/brownout.mjs', ...args], { cwd: ROOT, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('lint and schema', () => {
  it('finds nothing to say about what is shipped', () => {
    const run = brownout('lint', 'scenarios/playlist-hangs.yaml', 'scenarios/fleets/wavelength.yaml', 'scenarios/playlist-hangs.test.yaml');
    expect(run).toEqual({ code: 0, out: '', err: '3 files: 0 errors, 0 warnings\n' });
  });

  it('prints every problem and ends with 1', () => {
    const run = brownout('lint', 'test/scenario/bad/timeline.yaml');
    expect(run.code).toBe(1);
    expect(run.out.split('\n')[0]).toBe(
      'test/scenario/bad/timeline.yaml:12:44 faults[0].service: no service "carts"; did you mean "cart"? Services: cart, front',
    );
    expect(run.err).toBe('1 file: 21 errors, 1 warning\n');
  });

  it('prints JSON alone with --json', () => {
    const run = brownout('lint', '--json', 'test/scenario/bad/short-warmup.yaml');
    expect(run.code).toBe(1);
    expect(run.err).toBe('');
    expect(JSON.parse(run.out)).toEqual({
      ok: false,
      files: ['test/scenario/bad/short-warmup.yaml'],
      problems: [
        { file: 'test/scenario/bad/short-warmup.yaml', line: 9, column: 9, path: 'warmup', severity: 'error', message: 'expected at least 10m, got 9m' },
      ],
    });
  });

  it('ends with 2 when a file cannot be read', () => {
    expect(brownout('lint', 'nowhere.yaml')).toEqual({ code: 2, out: '', err: 'nowhere.yaml: no such file\n' });
  });

  it.each(['', '\n  \n'])('says in one line that a file is empty (%j)', (content) => {
    const file = join(folder, 'empty.yaml');
    writeFileSync(file, content);
    expect(brownout('lint', file)).toEqual({
      code: 1,
      out: `${file}:1:1: the file is empty; \`npx brownout new NAME\` makes one to start from\n`,
      err: '1 file: 1 error, 0 warnings\n',
    });
  });

  it.each(['scenario', 'fleet', 'test'])('prints the JSON Schema of a %s', (kind) => {
    const run = brownout('schema', kind);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' });
  });
});
