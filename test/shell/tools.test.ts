import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../src/contract/ports.ts';
import { createShell } from '../../src/shell/shell.ts';
import { TOOLS } from '../../src/shell/tools/registry.ts';
import { staticPort } from './static-port.ts';

const run = (line: string, port = staticPort()) => createShell(port).exec(line);

describe('promql', () => {
  it('aligns an instant vector', async () => {
    const port = staticPort();
    port.answerQuery = () => ({
      status: 'success',
      data: {
        resultType: 'vector',
        result: [
          { metric: { service: 'web-api' } as Record<string, string>, value: [0, '12.3456789'] },
          { metric: { __name__: 'up', job: 'a' }, value: [0, 'NaN'] },
        ],
      },
    });
    expect((await run("promql 'x'", port)).stdout).toBe('SERIES                  VALUE\n{service="web-api"}   12.3457\nup{job="a"}               NaN\n');
    expect(port.observed).toContain('metrics: x');
  });

  it('shows a range as a table of times', async () => {
    const port = staticPort();
    port.answerQuery = () => ({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { a: 'b' },
            values: [
              [1795352385, '1'],
              [1795352400, '2.5'],
            ],
          },
        ],
      },
    });
    expect((await run('promql x --range 1m --step 15s', port)).stdout).toBe('[1] {a="b"}\n\nTIME       [1]\n12:59:45     1\n13:00:00   2.5\n');
  });

  it('points at the place of a parse error', async () => {
    const port = staticPort();
    port.answerQuery = () => ({ status: 'error', errorType: 'bad_data', error: 'invalid parameter "query": 1:5: parse error: unexpected end of input' });
    expect(await run("promql 'sum('", port)).toEqual({
      stdout: '',
      stderr: 'promql: 1:5: parse error: unexpected end of input\n  sum(\n      ^\n',
      exitCode: 1,
    });
  });

  it('lists names and passes JSON on', async () => {
    expect((await run('promql --list up')).stdout).toBe('up\n');
    expect(JSON.parse((await run('promql --json up')).stdout)).toEqual({ status: 'success', data: { resultType: 'vector', result: [] } });
  });
});

describe('curl', () => {
  const answer = (over: Partial<HttpAnswer>): HttpAnswer => ({
    status: 200,
    durationUs: 12_345,
    headers: { 'content-type': 'text/plain' },
    body: 'hello\n',
    failure: '',
    address: '10.12.0.7',
    ...over,
  });

  it.each<[string, Partial<HttpAnswer>, { stdout?: string; stderr?: string; exitCode: number }]>([
    ['curl -s http://web-api/x', {}, { stdout: 'hello\n', stderr: '', exitCode: 0 }],
    ['curl -sI http://web-api/x', {}, { stdout: 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n', exitCode: 0 }],
    ["curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' http://web-api/x", {}, { stdout: '200 0.012345\n', exitCode: 0 }],
    ['curl -f http://web-api/x', { status: 503 }, { stdout: '', stderr: 'curl: (22) The requested URL returned error: 503\n', exitCode: 22 }],
    ['curl http://nope/', { status: 0, failure: 'resolve', address: '' }, { stderr: 'curl: (6) Could not resolve host: nope\n', exitCode: 6 }],
    [
      'curl http://web-api:81/',
      { status: 0, failure: 'connect', durationUs: 2000 },
      { stderr: "curl: (7) Failed to connect to web-api port 81 after 2 ms: Couldn't connect to server\n", exitCode: 7 },
    ],
    [
      'curl -m 2 http://web-api/',
      { status: 0, failure: 'timeout', durationUs: 2_001_000 },
      { stderr: 'curl: (28) Operation timed out after 2001 milliseconds with 0 bytes received\n', exitCode: 28 },
    ],
    ['curl http://web-api/', { status: 0 }, { stderr: 'curl: (52) Empty reply from server\n', exitCode: 52 }],
    ['curl -s http://nope/', { status: 0, failure: 'resolve' }, { stdout: '', stderr: '', exitCode: 6 }],
    ['curl --nope', {}, { stderr: "curl: option --nope: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n", exitCode: 2 }],
    [
      'curl -v http://web-api/x -o /dev/null',
      {},
      {
        stdout: '',
        exitCode: 0,
        stderr:
          '*   Trying 10.12.0.7:80...\n* Connected to web-api (10.12.0.7) port 80 (#0)\n> GET /x HTTP/1.1\n> Host: web-api\n> User-Agent: curl/7.88.1\n> Accept: */*\n> \n< HTTP/1.1 200 OK\n< content-type: text/plain\n< \n* Connection #0 to host web-api left intact\n',
      },
    ],
  ])('%s', async (line, over, expected) => {
    const port = staticPort();
    port.answerHttp = () => answer(over);
    expect(await run(line, port)).toMatchObject(expected);
  });
});

describe('pgbouncer', () => {
  it('shows pools in the real columns', async () => {
    const { stdout } = await run("pgbouncer -c 'show pools' | cut -d'|' -f1-4,7,14,15,16");
    const [head, , ...rows] = stdout.split('\n');
    expect(head).toBe(' database  |   user    | cl_active | cl_waiting | sv_active | maxwait | maxwait_us |  pool_mode  ');
    expect(rows).toEqual([
      ' playlist  | playlist  |         2 |          2 |         2 |       1 |     302721 | transaction ',
      ' pgbouncer | pgbouncer |         1 |          0 |         0 |       0 |          0 | statement   ',
      '(2 rows)',
      '',
      '',
    ]);
  });

  it.each([
    ["pgbouncer -Atc 'SHOW VERSION'", 'PgBouncer 1.25.2\n', '', 0],
    ["pgbouncer -Atc 'SHOW CONFIG'", 'default_pool_size|200|20|yes\n', '', 0],
    ["pgbouncer -c 'PAUSE'", '', 'ERROR:  admin access needed\n', 1],
    ["pgbouncer -c 'SHOW SOCKETS'", '', 'ERROR:  SHOW SOCKETS is not simulated here, use SHOW HELP;\n', 1],
    ["pgbouncer -c 'SHOW NOPE'", '', "ERROR:  invalid command 'SHOW NOPE', use SHOW HELP;\n", 1],
  ])('%s', async (line, stdout, stderr, exitCode) => {
    expect(await run(line)).toEqual({ stdout, stderr, exitCode });
  });
});

describe('flags, changes, runbook, help', () => {
  it.each([
    ['flags get nope', '', 'flags: no flag "nope" (known: home.recs)\n', 1],
    ['flags set home.recs maybe', '', 'flags: set home.recs: expected on or off, got "maybe"\n', 2],
    [
      'changes',
      'TIME                  AGO    KIND     SUBJECT   CHANGE        BY\n2026-11-22 12:55:00   5m0s   deploy   recs      recs v1.9.2   pipeline\n',
      '',
      0,
    ],
    ['changes --since 1m', 'No changes.\n', '', 0],
    ['runbook', 'NAME   TITLE\npool   Pool is full\n', '', 0],
    ['runbook nope', '', 'runbook: no runbook "nope" (there are: pool)\n', 1],
    ['man nope', '', 'No manual entry for nope\n', 16],
  ])('%s', async (line, stdout, stderr, exitCode) => {
    expect(await run(line)).toEqual({ stdout, stderr, exitCode });
  });

  it("relays a refusal in the fleet's words", async () => {
    const port = staticPort();
    port.refuse = () => ({ ok: false, refusal: { code: 'command/flag_locked', message: 'flag home.recs is locked' } });
    expect(await run('flags set home.recs off', port)).toEqual({ stdout: '', stderr: 'flags: flag home.recs is locked\n', exitCode: 1 });
  });

  it.each(TOOLS.map(({ name }) => name))('explains %s', async (name) => {
    const { stdout, exitCode } = await run(`man ${name}`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${name} - \\S`));
  });
});
