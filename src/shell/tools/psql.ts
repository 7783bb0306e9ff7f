import type { DatabaseInspection } from '../../contract/inspection.ts';
import type { ShellPort } from '../../contract/ports.ts';
import { has, lastValue, type OptionSpec, parseOptions } from '../options.ts';
import type { PrintOptions } from '../psql/print-table.ts';
import { PsqlSession, type Target } from '../psql/psql-session.ts';
import { sqlEngine } from '../psql/sql-engine.ts';
import { completeStatement } from '../psql/sql-words.ts';
import { type Item, splitScript } from '../psql/statements.ts';
import { fail, succeed, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { runPoolerConsole } from './pgbouncer.ts';

/** psql's own exit codes: 0 fine, 1 fatal error of its own or a failed -c, 2 no connection, 3 a script stopped by ON_ERROR_STOP. */
const NO_CONNECTION = 2,
  SCRIPT_STOPPED = 3;

const SPEC: OptionSpec = {
  names: {
    '-c': 'command',
    '--command': 'command',
    '-f': 'file',
    '--file': 'file',
    '-h': 'host',
    '--host': 'host',
    '-p': 'port',
    '--port': 'port',
    '-d': 'dbname',
    '--dbname': 'dbname',
    '-U': 'username',
    '--username': 'username',
    '-l': 'list',
    '--list': 'list',
    '-A': 'no-align',
    '--no-align': 'no-align',
    '-t': 'tuples-only',
    '--tuples-only': 'tuples-only',
    '-x': 'expanded',
    '--expanded': 'expanded',
    '-F': 'separator',
    '--field-separator': 'separator',
    '--csv': 'csv',
    '-q': 'quiet',
    '--quiet': 'quiet',
    '-X': 'no-psqlrc',
    '--no-psqlrc': 'no-psqlrc',
    '-w': 'no-password',
    '--no-password': 'no-password',
    '-v': 'set',
    '--set': 'set',
    '--variable': 'set',
    '-P': 'pset',
    '--pset': 'pset',
    '-V': 'version',
    '--version': 'version',
    '-?': 'help',
    '--help': 'help',
    '-1': 'single',
    '--single-transaction': 'single',
    '-a': 'echo',
    '-b': 'echo',
    '-e': 'echo',
    '-n': 'echo',
  },
  withValue: ['command', 'file', 'host', 'port', 'dbname', 'username', 'separator', 'set', 'pset'],
};

export const psql: Tool = {
  name: 'psql',
  summary: 'PostgreSQL client: any SELECT over the statistics views, SHOW, ALTER SYSTEM, pg_terminate_backend()',
  help: () => `Usage: psql [-h HOST] [-d DBNAME] [-U USER] [-c COMMAND]... [-f FILE] [-l] [-A] [-t] [-x] [--csv]

Without -h: the first database of the fleet, as ${'postgres'}. The reserved slots are for superusers.

  psql -l
  psql -c 'select pid, usename, state, now() - xact_start as age from pg_stat_activity order by age desc limit 10'
  psql -xc 'select * from pg_stat_activity limit 1'
  psql -Atc 'show max_connections'
  psql -c '\\d pg_locks'
  psql -p 6432 pgbouncer -c 'SHOW POOLS'
`,
  async run(args, context) {
    const parsed = parseOptions(args, SPEC);
    if (parsed.unknown !== undefined)
      return fail(
        `psql: ${parsed.unknown.startsWith('--') ? `unrecognized option '${parsed.unknown}'` : `invalid option -- '${parsed.unknown.slice(1)}'`}\npsql: hint: Try "psql --help" for more information.\n`,
      );
    if (parsed.missingValue !== undefined)
      return fail(`psql: option requires an argument -- '${parsed.missingValue.replace(/^-+/, '')}'\npsql: hint: Try "psql --help" for more information.\n`);
    if (has(parsed, 'help')) return succeed(psql.help());
    if (has(parsed, 'version')) return succeed('psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n');
    const { env, port } = context;
    const uri = /^postgres(?:ql)?:\/\/(?:([^:@/]+)(?::[^@/]*)?@)?([^:/]+)?(?::(\d+))?(?:\/([^?]*))?/.exec(parsed.rest[0] ?? lastValue(parsed, 'dbname') ?? '');
    const host = lastValue(parsed, 'host') ?? uri?.[2] ?? env.PGHOST;
    const tcpPort = lastValue(parsed, 'port') ?? uri?.[3] ?? env.PGPORT ?? '5432';
    const user = lastValue(parsed, 'username') ?? uri?.[1] ?? (uri === null ? parsed.rest[1] : undefined) ?? env.PGUSER ?? 'postgres';
    const database = lastValue(parsed, 'dbname') ?? (uri === null ? parsed.rest[0] : uri[4]) ?? env.PGDATABASE;
    const script = await scriptOf(parsed.values, context, has(parsed, 'list'));
    if ('exitCode' in script) return script;
    const print: PrintOptions = {
      format: has(parsed, 'csv') ? 'csv' : has(parsed, 'no-align') ? 'unaligned' : 'aligned',
      expanded: has(parsed, 'expanded'),
      tuplesOnly: has(parsed, 'tuples-only'),
      fieldSeparator: lastValue(parsed, 'separator') ?? '|',
      nullText: '',
      footer: true,
    };
    if (tcpPort === '6432' || database === 'pgbouncer')
      return runPoolerConsole(
        script.items.map(({ text }) => text),
        print,
        host,
        context,
      );

    const found = await connect(port, host, tcpPort, database, user);
    if (typeof found === 'string') return fail(`psql: error: ${found}\n`, NO_CONNECTION);
    const stop = (parsed.values.set ?? []).some((one) => /^ON_ERROR_STOP(=(1|on|true))?$/i.test(one));
    const session = new PsqlSession(context, found, print, has(parsed, 'quiet'));
    return runScript(session, script, stop);
  },
  async complete(words, port) {
    void sqlEngine();
    const last = words[words.length - 1];
    const previous = words[words.length - 2];
    if (/^['"]/.test(last)) return completeStatement(last);
    if (previous === '-h') return [...(await port.databases())];
    if (previous === '-d') return [...(await databaseOf(port, undefined)).databases, 'postgres'];
    return last.startsWith('-') ? ['-c', '-d', '-f', '-h', '-l', '-At', '-U', '-x', '-p'] : [];
  },
};

const NOT_INTERACTIVE = `psql: error: no interactive session here; give each statement with -c, a file with -f, or a pipe:
  psql -c 'select state, count(*) from pg_stat_activity group by 1'
  psql -c '\\d pg_stat_activity' -c '\\l'
  echo 'show max_connections; show idle_in_transaction_session_timeout' | psql -At
One -c after another shares settings, \\x and \\t. More: man psql
`;

interface Script {
  readonly items: readonly Item[];
  /** Statements that came as one -c stop at the first error; a file goes on. */
  readonly stopAtError: boolean;
  readonly source: string;
}

async function scriptOf(values: Readonly<Record<string, readonly string[]>>, { stdin, readFile }: ToolContext, list: boolean): Promise<Script | ToolResult> {
  if (list) return { items: splitScript('\\l'), stopAtError: true, source: '' };
  if (values.command !== undefined) return { items: values.command.flatMap((command) => splitScript(command)), stopAtError: true, source: '' };
  const file = values.file?.[values.file.length - 1];
  if (file !== undefined && file !== '-') {
    try {
      return { items: splitScript((await readFile?.(file)) ?? ''), stopAtError: false, source: file };
    } catch {
      return fail(`psql: error: ${file}: No such file or directory\n`);
    }
  }
  if (stdin === '') return fail(NOT_INTERACTIVE, 2);
  return { items: splitScript(stdin), stopAtError: false, source: '' };
}

async function runScript(session: PsqlSession, { items, stopAtError, source }: Script, onErrorStop: boolean): Promise<ToolResult> {
  let fine = true;
  for (const item of items) {
    if (item.kind === 'meta' && /^\\q(uit)?\b/.test(item.text)) break;
    fine = await session.run(item, source);
    if (!fine && onErrorStop && !stopAtError) return { stdout: session.stdout, stderr: session.stderr, exitCode: SCRIPT_STOPPED };
    if (!fine && stopAtError) return { stdout: session.stdout, stderr: session.stderr, exitCode: 1 };
  }
  return { stdout: session.stdout, stderr: session.stderr, exitCode: 0 };
}

async function databaseOf(port: ShellPort, host: string | undefined): Promise<DatabaseInspection> {
  const names = await port.databases();
  for (const name of names) {
    const inspection = await port.database(name);
    if (host === undefined || host === name || host === inspection.host || inspection.host.startsWith(`${host}.`)) return inspection;
  }
  throw new Error(`could not translate host name "${host}" to address: Name or service not known`);
}

/** Where psql ends up, or libpq's words for why it does not. A connection takes a slot: when they are used up, so is this one's. */
async function connect(port: ShellPort, host: string | undefined, tcpPort: string, database: string | undefined, user: string): Promise<Target | string> {
  let inspection: DatabaseInspection;
  try {
    inspection = await databaseOf(port, host);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  const server = `connection to server at "${inspection.host}", port ${tcpPort} failed: `;
  if (inspection.state === 'silent') return `${server}Connection timed out\n\tIs the server running on that host and accepting TCP/IP connections?`;
  if (inspection.state === 'starting') return `${server}FATAL:  the database system is starting up`;
  if (tcpPort !== String(inspection.port)) return `${server}Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?`;
  const setting = (name: string, fallback: number): number => Number(inspection.settings.find((one) => one.name === name)?.setting ?? fallback);
  const slots = setting('max_connections', 100);
  const reserved = setting('superuser_reserved_connections', 3);
  const used = inspection.sessions.filter(({ backendType }) => backendType === 'client backend').length;
  if (used >= slots) return `${server}FATAL:  sorry, too many clients already`;
  if (user !== 'postgres' && used >= slots - reserved) {
    const major = Number.parseInt(inspection.version, 10);
    return `${server}FATAL:  remaining connection slots are reserved for ${major >= 16 ? 'roles with the SUPERUSER attribute' : 'non-replication superuser connections'}`;
  }
  const users = new Set(['postgres', ...inspection.sessions.map((session) => session.user)]);
  if (!users.has(user)) return `${server}FATAL:  role "${user}" does not exist`;
  const chosen = database ?? inspection.databases[0] ?? 'postgres';
  if (!['postgres', 'template1', ...inspection.databases].includes(chosen)) return `${server}FATAL:  database "${chosen}" does not exist`;
  return { instance: inspection.name, database: chosen, user, host: inspection.host };
}
