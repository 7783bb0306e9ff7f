import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSqlEngine, sqlEngine } from '../../src/shell/psql/sql-engine.ts';
import { createShell } from '../../src/shell/shell.ts';
import { NOW_US, session, staticPort } from './static-port.ts';

beforeAll(async () => void (await sqlEngine()), 60_000);
afterAll(closeSqlEngine);

const run = (line: string, port = staticPort()) => createShell(port).exec(line);

describe('psql', () => {
  it('counts sessions by state, its own among them', async () => {
    const { stdout } = await run("psql -c 'select state, count(*) from pg_stat_activity where state is not null group by 1 order by 2 desc, 1'");
    expect(stdout).toBe(`        state        | count 
---------------------+-------
 active              |     3
 idle in transaction |     2
 idle                |     1
(3 rows)

`);
  });

  it('reads simulated time in intervals, keywords and now()', async () => {
    const { stdout } = await run(`psql -At <<'SQL'
select now() - xact_start from pg_stat_activity where pid = 102;
select current_timestamp = now(), current_date, now();
select extract(epoch from now() - xact_start)::int from pg_stat_activity where pid = 103;
SQL`);
    expect(stdout).toBe('00:06:12\nt|2026-11-22|2026-11-22 13:00:00+00\n61\n');
  });

  it('ends one backend a row, as one command each, and says what came of it', async () => {
    const port = staticPort();
    port.refuse = (command) =>
      command.kind === 'terminate-backend' && command.pid === 103 ? { ok: false, refusal: { code: 'x', message: 'gone' } } : { ok: true };
    const line = `psql -Atc "select pid, pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' order by pid"`;
    expect((await run(line, port)).stdout).toBe('102|t\n103|f\n');
    expect(port.executed).toEqual([102, 103].map((pid) => ({ command: { kind: 'terminate-backend', database: 'playlist-db', pid }, intent: line })));
  });

  it('warns about a pid that is no backend', async () => {
    const port = staticPort();
    expect(await run("psql -Atc 'select pg_terminate_backend(1)'", port)).toEqual({
      stdout: 'f\n',
      stderr: 'WARNING:  PID 1 is not a PostgreSQL server process\n',
      exitCode: 0,
    });
    expect(port.executed).toEqual([]);
  });

  it('joins locks to sessions and knows who blocks whom', async () => {
    const { stdout } = await run(
      `psql -Atc "select a.pid, l.relation::regclass, pg_blocking_pids(a.pid) from pg_stat_activity a join pg_locks l using (pid) where not l.granted"`,
    );
    expect(stdout).toBe('105|playlists|{103}\n');
  });

  it('shows, alters and reloads settings', async () => {
    const port = staticPort();
    const { stdout } = await run(
      `psql -At -c 'show max_connections' -c 'show shared_buffers' -c "alter system set idle_in_transaction_session_timeout = '60s'" -c 'select pg_reload_conf()'`,
      port,
    );
    expect(stdout).toBe('100\n128MB\nALTER SYSTEM\nt\n');
    expect(port.executed.map(({ command }) => command)).toEqual([
      { kind: 'alter-system', database: 'playlist-db', setting: 'idle_in_transaction_session_timeout', value: '60s' },
      { kind: 'reload-conf', database: 'playlist-db' },
    ]);
    expect((await run(`psql -c "set work_mem='8MB'; show work_mem"`)).stdout).toBe('SET\n work_mem \n----------\n 8MB\n(1 row)\n\n');
  });

  it.each([
    ['selec 1', 'ERROR:  syntax error at or near "selec"\nLINE 1: selec 1\n        ^\n'],
    ['select 1 frm x y', 'ERROR:  syntax error at or near "x"\nLINE 1: select 1 frm x y\n                     ^\n'],
    ['select current_timestamp, nope', 'ERROR:  column "nope" does not exist\nLINE 1: select current_timestamp, nope\n                                  ^\n'],
    [
      'select * from playlists',
      'ERROR:  permission denied for table playlists\nHINT:  Rows and columns of application tables are not simulated; pg_stat_user_tables and pg_total_relation_size() have counts and sizes.\n',
    ],
    [
      'explain select 1',
      'ERROR:  EXPLAIN is not simulated: tables here have sizes and statistics but no rows, so a plan would be made up\nHINT:  What statements do shows in pg_stat_activity, pg_locks and pg_stat_user_tables.\n',
    ],
    ['show nope', 'ERROR:  unrecognized configuration parameter "nope"\n'],
    ["alter system set nope = '1'", 'ERROR:  unrecognized configuration parameter "nope"\n'],
  ])('%s', async (sql, stderr) => {
    expect(await run(`psql -c "${sql}"`)).toEqual({ stdout: '', stderr, exitCode: 1 });
  });

  it.each(['insert into playlists values (1)', 'drop table playlists', 'create table x (id int)', 'vacuum playlists', 'update playlists set n = 1'])(
    'refuses %s',
    async (sql) => {
      const { stderr, exitCode } = await run(`psql -c "${sql}"`);
      expect(stderr).toMatch(/^ERROR: {2}cannot execute [A-Z ]+ in a read-only transaction\nHINT: /);
      expect(exitCode).toBe(1);
    },
  );

  it('goes on after an error in a script, unless ON_ERROR_STOP', async () => {
    expect(await run("printf 'select nope;\\nselect 1;\\n' | psql -At")).toMatchObject({ stdout: '1\n', exitCode: 0 });
    expect((await run("printf 'select nope;\\nselect 1;\\n' | psql -At")).stderr).toMatch(/^ERROR: {2}column "nope" does not exist\nLINE 1: select nope;\n/);
    expect(await run("printf 'select nope;\\nselect 1;\\n' | psql -At -v ON_ERROR_STOP=1")).toMatchObject({ stdout: '', exitCode: 3 });
  });

  it('needs a connection slot', async () => {
    const port = staticPort();
    port.sessions = Array.from({ length: 97 }, (_, at) => session(200 + at));
    expect(await run("psql -U playlist -c 'select 1'", port)).toEqual({
      stdout: '',
      exitCode: 2,
      stderr:
        'psql: error: connection to server at "playlist-db.internal", port 5432 failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections\n',
    });
    expect((await run("psql -Atc 'select 1'", port)).stdout).toBe('1\n');
    port.sessions = Array.from({ length: 100 }, (_, at) => session(200 + at));
    expect((await run("psql -Atc 'select 1'", port)).stderr).toContain('FATAL:  sorry, too many clients already');
  });

  it('hides what an ordinary user may not see', async () => {
    const { stdout } = await run("psql -U auth -Atc 'select pid, state, query from pg_stat_activity where pid in (102, 104) order by 1'");
    expect(stdout).toBe('102||<insufficient privilege>\n104|active|SELECT 1\n');
  });

  it.each([
    ['-h nope -c "select 1"', 'could not translate host name "nope" to address: Name or service not known'],
    ['-d nope -c "select 1"', 'FATAL:  database "nope" does not exist'],
    ['-U nope -c "select 1"', 'FATAL:  role "nope" does not exist'],
  ])('psql %s', async (args, text) => {
    expect(await run(`psql ${args}`)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(text) });
  });

  it('lists relations', async () => {
    expect((await run("psql -c '\\dt'")).stdout).toBe(`           List of relations
 Schema |   Name    | Type  |  Owner   
--------+-----------+-------+----------
 public | playlists | table | postgres
(1 row)

`);
    expect((await run("psql -c '\\d pg_locks'")).stdout).toContain('View "pg_catalog.pg_locks"');
    expect((await run("psql -c '\\conninfo'")).stdout).toBe(
      'You are connected to database "playlist" as user "postgres" on host "playlist-db.internal" at port "5432".\n',
    );
  });

  it.each([
    [[], '||\n'],
    [[{ database: 'playlist', committed: 41, rolledBack: 2 }], 'playlist|41|2\n'],
  ])('counts transactions of a database when they are known: %j', async (activity, line) => {
    const port = staticPort();
    const before = port.database;
    port.database = async (name) => ({ ...(await before(name)), activity });
    const sql = "select case when xact_commit is not null then datname end, xact_commit, xact_rollback from pg_stat_database where datname = 'playlist'";
    expect((await run(`psql -Atc "${sql}"`, port)).stdout).toBe(line);
  });

  it('keeps fractions of a second', async () => {
    const port = staticPort();
    port.sessions = [session(7, { state: 'active', xactStartUs: NOW_US - 3_325_878 })];
    expect((await run("psql -Atc 'select now() - xact_start from pg_stat_activity where pid = 7'", port)).stdout).toBe('00:00:03.325878\n');
  });

  it('talks to the pooler as to a database', async () => {
    const { stdout } = await run("psql -p 6432 pgbouncer -xc 'SHOW POOLS'");
    expect(stdout).toContain('-[ RECORD 1 ]---------+------------\ndatabase              | playlist\n');
    expect(stdout).toContain('maxwait               | 1\nmaxwait_us            | 302721\n');
  });
});
