import type { PoolerInspection } from '../../contract/inspection.ts';
import type { Epoch, Micros } from '../../contract/time.ts';
import { has, lastValue, parseOptions } from '../options.ts';
import { type PrintOptions, printTable } from '../psql/print-table.ts';
import type { SqlColumn } from '../psql/sql-engine.ts';
import { fail, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { clockText } from '../wall-clock.ts';

type Cell = string | number | null;
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const INT8 = 20,
  TEXT = 25;

/** Columns of each SHOW: PgBouncer 1.25 doc/usage.md and src/admin.c. */
const SHOWS: Readonly<Record<string, (pooler: PoolerInspection, epoch: Epoch) => Table>> = {
  POOLS: ({ pools }) => ({
    columns: [
      'database',
      'user',
      'cl_active',
      'cl_waiting',
      'cl_active_cancel_req',
      'cl_waiting_cancel_req',
      'sv_active',
      'sv_active_cancel',
      'sv_being_canceled',
      'sv_idle',
      'sv_used',
      'sv_tested',
      'sv_login',
      'maxwait',
      'maxwait_us',
      'pool_mode',
      'load_balance_hosts',
    ],
    rows: [
      ...pools.map((pool) => [
        pool.database,
        pool.user,
        pool.clientsActive,
        pool.clientsWaiting,
        0,
        0,
        pool.serversActive,
        0,
        0,
        pool.serversIdle,
        pool.serversUsed,
        0,
        pool.serversLogin,
        Math.floor(pool.maxWaitUs / 1e6),
        Math.floor(pool.maxWaitUs % 1e6),
        pool.mode,
        null,
      ]),
      ['pgbouncer', 'pgbouncer', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'statement', null],
    ],
  }),
  CLIENTS: ({ clients, tUs }, epoch) => ({
    columns: [
      'type',
      'user',
      'database',
      'replication',
      'state',
      'addr',
      'port',
      'local_addr',
      'local_port',
      'connect_time',
      'request_time',
      'wait',
      'wait_us',
      'close_needed',
      'ptr',
      'link',
      'remote_pid',
      'tls',
      'application_name',
      'prepared_statements',
      'id',
    ],
    rows: clients.map((client, at) => [
      'C',
      client.user,
      client.database,
      'none',
      client.state,
      client.address,
      client.port,
      '0.0.0.0',
      6432,
      time(epoch, client.connectUs),
      time(epoch, client.requestUs || tUs),
      Math.floor(client.waitUs / 1e6),
      Math.floor(client.waitUs % 1e6),
      0,
      pointer('c', at),
      client.link,
      0,
      '',
      client.user,
      0,
      at + 1,
    ]),
  }),
  SERVERS: ({ servers }, epoch) => ({
    columns: [
      'type',
      'user',
      'database',
      'replication',
      'state',
      'addr',
      'port',
      'local_addr',
      'local_port',
      'connect_time',
      'request_time',
      'wait',
      'wait_us',
      'close_needed',
      'ptr',
      'link',
      'remote_pid',
      'tls',
      'application_name',
      'prepared_statements',
      'id',
    ],
    rows: servers.map((server, at) => [
      'S',
      server.user,
      server.database,
      'none',
      server.state,
      server.address,
      server.port,
      '0.0.0.0',
      server.localPort,
      time(epoch, server.connectUs),
      time(epoch, server.requestUs),
      0,
      0,
      0,
      pointer('s', at),
      server.link,
      server.remotePid,
      '',
      '',
      0,
      at + 1,
    ]),
  }),
  STATS: ({ stats, tUs }) => ({
    columns: [
      'database',
      'total_server_assignment_count',
      'total_xact_count',
      'total_query_count',
      'total_received',
      'total_sent',
      'total_xact_time',
      'total_query_time',
      'total_wait_time',
      'avg_server_assignment_count',
      'avg_xact_count',
      'avg_query_count',
      'avg_recv',
      'avg_sent',
      'avg_xact_time',
      'avg_query_time',
      'avg_wait_time',
    ],
    rows: stats.map((one) => {
      const seconds = Math.max(1, tUs / 1e6);
      const each = (total: number, count: number): number => (count === 0 ? 0 : Math.round(total / count));
      return [
        one.database,
        one.totalTransactions,
        one.totalTransactions,
        one.totalQueries,
        null,
        null,
        one.totalTransactionUs,
        one.totalQueryUs,
        one.totalWaitUs,
        Math.round(one.totalTransactions / seconds),
        Math.round(one.totalTransactions / seconds),
        Math.round(one.totalQueries / seconds),
        null,
        null,
        each(one.totalTransactionUs, one.totalTransactions),
        each(one.totalQueryUs, one.totalQueries),
        each(one.totalWaitUs, one.totalTransactions),
      ];
    }),
  }),
  DATABASES: ({ pools, servers, config }) => ({
    columns: [
      'name',
      'host',
      'port',
      'database',
      'force_user',
      'pool_size',
      'min_pool_size',
      'reserve_pool_size',
      'server_lifetime',
      'pool_mode',
      'load_balance_hosts',
      'max_connections',
      'current_connections',
      'max_client_connections',
      'current_client_connections',
      'paused',
      'disabled',
    ],
    rows: [...new Set(pools.map(({ database }) => database))].map((database) => {
      const mine = pools.filter((pool) => pool.database === database);
      const used = mine.reduce((sum, pool) => sum + pool.serversActive + pool.serversIdle + pool.serversUsed + pool.serversLogin, 0);
      const clients = mine.reduce((sum, pool) => sum + pool.clientsActive + pool.clientsWaiting, 0);
      const value = (key: string, fallback: number): number => Number(config.find((one) => one.key === key)?.value ?? fallback);
      return [
        database,
        servers.find((server) => server.database === database)?.address ?? null,
        servers.find((server) => server.database === database)?.port ?? 5432,
        database,
        null,
        value('default_pool_size', 20),
        value('min_pool_size', 0),
        value('reserve_pool_size', 0),
        value('server_lifetime', 3600),
        mine[0]?.mode ?? null,
        null,
        value('max_db_connections', 0),
        used,
        value('max_db_client_connections', 0),
        clients,
        0,
        0,
      ];
    }),
  }),
  LISTS: ({ pools, clients, servers }) => {
    const sum = (pick: (pool: PoolerInspection['pools'][number]) => number): number => pools.reduce((total, pool) => total + pick(pool), 0);
    const used = sum((pool) => pool.clientsActive + pool.clientsWaiting);
    return {
      columns: ['list', 'items'],
      rows: [
        ['databases', new Set(pools.map(({ database }) => database)).size],
        ['users', new Set(pools.map(({ user }) => user)).size],
        ['pools', pools.length + 1],
        ['free_clients', 0],
        ['used_clients', Math.max(used, clients.length)],
        ['login_clients', 0],
        ['free_servers', sum((pool) => pool.serversIdle)],
        [
          'used_servers',
          Math.max(
            sum((pool) => pool.serversActive),
            servers.filter(({ state }) => state === 'active').length,
          ),
        ],
        ['dns_names', 1],
        ['dns_zones', 0],
        ['dns_queries', 0],
        ['dns_pending', 0],
      ],
    };
  },
  CONFIG: ({ config }) => ({
    columns: ['key', 'value', 'default', 'changeable'],
    rows: config.map(({ key, value, default: fallback, changeable }) => [key, value, fallback, changeable ? 'yes' : 'no']),
  }),
  VERSION: ({ version }) => ({ columns: ['version'], rows: [[`PgBouncer ${version}`]] }),
};

const HELP = `NOTICE:  Console usage
DETAIL:  
	SHOW HELP|CONFIG|DATABASES|POOLS|CLIENTS|SERVERS|VERSION
	SHOW LISTS|STATS
`;

function time(epoch: Epoch, us: Micros): string {
  return `${clockText(epoch, us)} UTC`;
}

function pointer(kind: 'c' | 's', at: number): string {
  return `0x55${kind === 'c' ? '58' : '59'}${(0x113e5000 + at * 0x2f0).toString(16).padStart(8, '0')}`;
}

/** Runs the console's commands and prints them as psql would, since that is how people talk to it. */
export async function runPoolerConsole(commands: readonly string[], print: PrintOptions, host: string | undefined, { port }: ToolContext): Promise<ToolResult> {
  const names = await port.poolers();
  const name = names.find((one) => host === undefined || host === one || host.startsWith(`${one}.`));
  if (name === undefined) {
    return names.length === 0
      ? fail(
          'psql: error: connection to server at "localhost", port 6432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n',
          2,
        )
      : fail(`psql: error: could not translate host name "${host}" to address: Name or service not known\n`, 2);
  }
  const pooler = await port.pooler(name);
  let stdout = '';
  for (const command of commands) {
    const words = command.replace(/;\s*$/, '').trim().split(/\s+/);
    const what = words[1]?.toUpperCase() ?? '';
    if (words[0].toUpperCase() !== 'SHOW') {
      return {
        stdout,
        stderr: `ERROR:  ${/^(pause|resume|reload|kill|shutdown|disable|enable|reconnect|suspend|wait_close|set)$/i.test(words[0]) ? 'admin access needed' : `invalid command '${command}', use SHOW HELP;`}\n`,
        exitCode: 1,
      };
    }
    if (what === 'HELP') return { stdout: `${stdout}SHOW\n`, stderr: HELP, exitCode: 0 };
    const show = SHOWS[what];
    if (show === undefined)
      return { stdout, stderr: `ERROR:  unsupported command, use SHOW HELP;\n`.replace('unsupported command', `invalid command '${command}'`), exitCode: 1 };
    const table = show(pooler, port.epoch);
    const columns = table.columns.map((column, at): SqlColumn => ({ name: column, type: table.rows.some((row) => typeof row[at] === 'number') ? INT8 : TEXT }));
    stdout += printTable(
      columns,
      table.rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
      print,
    );
  }
  return { stdout, stderr: '', exitCode: 0 };
}

export const pgbouncer: Tool = {
  name: 'pgbouncer',
  summary: "the connection pooler's console",
  help: () => `Usage: pgbouncer [-h POOLER] [-x] [-A] [-t] -c 'SHOW WHAT'

The admin console (also: psql -p 6432 pgbouncer -c 'SHOW POOLS'). WHAT: ${Object.keys(SHOWS).join(' ')} HELP

  pgbouncer -c 'SHOW POOLS'
  pgbouncer -xc 'SHOW POOLS'
`,
  async run(args, context) {
    const parsed = parseOptions(args, {
      names: { '-c': 'command', '--command': 'command', '-h': 'host', '-x': 'expanded', '-A': 'no-align', '-t': 'tuples-only', '--csv': 'csv' },
      withValue: ['command', 'host'],
    });
    if (parsed.unknown !== undefined || parsed.missingValue !== undefined) return fail(pgbouncer.help(), 1);
    const commands =
      parsed.values.command ??
      (parsed.rest.length > 0
        ? [parsed.rest.join(' ')]
        : context.stdin
            .split(';')
            .map((one) => one.trim())
            .filter((one) => one !== ''));
    if (commands.length === 0) return fail(pgbouncer.help(), 1);
    const format = has(parsed, 'csv') ? 'csv' : has(parsed, 'no-align') ? 'unaligned' : 'aligned';
    return runPoolerConsole(
      commands.flatMap((one) => one.split(';')).filter((one) => one.trim() !== ''),
      { format, expanded: has(parsed, 'expanded'), tuplesOnly: has(parsed, 'tuples-only'), fieldSeparator: '|', nullText: '', footer: true },
      lastValue(parsed, 'host'),
      context,
    );
  },
  async complete(words, port) {
    if (words[words.length - 2] === '-h') return [...(await port.poolers())];
    return words[words.length - 2] === '-c' ? Object.keys(SHOWS).map((what) => `'SHOW ${what}'`) : ['-c'];
  },
};
