import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSqlEngine, sqlEngine } from '../../src/shell/psql/sql-engine.ts';
import { psql } from '../../src/shell/tools/psql.ts';
import { staticPort } from './static-port.ts';

interface Golden {
  readonly cases: readonly { readonly args: string[]; readonly stdin?: string; readonly stdout: string; readonly stderr: string; readonly exitCode: number }[];
}
const { cases } = JSON.parse(readFileSync(new URL('../golden/terminal/psql-15.18.json', import.meta.url), 'utf8')) as Golden;

beforeAll(async () => void (await sqlEngine()), 60_000);
afterAll(closeSqlEngine);

describe('psql prints what psql 15.18 printed', () => {
  it.each(cases.map((golden) => [[...golden.args, golden.stdin ?? ''].join(' '), golden] as const))(
    '%s',
    async (_, { args, stdin = '', stdout, stderr, exitCode }) => {
      const result = await psql.run([...args], {
        port: staticPort(),
        stdin,
        env: {},
        cwd: '/',
        line: '',
        readFile: async () => {
          throw new Error('ENOENT');
        },
      });
      expect(result).toEqual({ stdout, stderr, exitCode });
    },
  );
});
