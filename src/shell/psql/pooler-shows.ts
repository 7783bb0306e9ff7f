import type { PoolerInspection } from '../../contract/inspection.ts';
import type { Epoch, Micros } from '../../contract/time.ts';
import { clockText } from '../wall-clock.ts';

type Cell = string | number | null;
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What PgBouncer can show besides and the fleet has no data for. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set(
  'STATS_TOTALS STATS_AVERAGES TOTALS PEER_POOLS USERS PEERS FDS SOCKETS ACTIVE_SOCKETS MEM DNS_HOSTS DNS_ZONES STATE'.split(' '),
);

/** Columns of each SHOW: PgBouncer 1.25 doc/usage.md and src/admin.c. */
export const SHOWS: Readonly<Record<string, (pooler: PoolerInspection, epoch: Epoch) => Table>> = {
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
  CLIENTS: ({ address, clients, tUs }, epoch) => ({
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
      address,
      6432,
      time(epoch, client.connectUs),
      time(epoch, client.requestUs || tUs),
      Math.floor(client.waitUs / 1e6),
      Math.floor(client.waitUs % 1e6),
      0,
      client.ptr,
      client.link,
      0,
      '',
      client.user,
      0,
      at + 1,
    ]),
  }),
  SERVERS: ({ address, clients, servers }, epoch) => ({
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
      address,
      server.localPort,
      time(epoch, server.connectUs),
      time(epoch, server.requestUs),
      0,
      0,
      0,
      server.ptr,
      server.link,
      server.remotePid,
      '',
      clients.find(({ ptr }) => ptr === server.link)?.user ?? '',
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

function time(epoch: Epoch, us: Micros): string {
  return `${clockText(epoch, us)} UTC`;
}
