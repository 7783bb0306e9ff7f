import { POSTGRES_DEFAULTS, WAL_DEFAULTS } from './postgres.ts';

/** Settings we hold, with the words of pg_settings. Source: PostgreSQL 15 guc_tables.c. */
export interface SettingEntry {
  readonly name: string;
  readonly unit: string | null;
  readonly kind: 'integer' | 'bool';
  readonly context: 'postmaster' | 'sighup' | 'user' | 'superuser';
  readonly category: string;
  readonly description: string;
  readonly boot: string;
  /** Canonical text of a value in the setting's own unit, or null when it is none. */
  readonly parse: (text: string) => string | null;
}

type Row = readonly [name: string, unit: string | null, kind: 'integer' | 'bool', context: SettingEntry['context'], category: string, description: string];

const CONNECTIONS = 'Connections and Authentication / Connection Settings';
const CLIENT = 'Client Connection Defaults / Statement Behavior';
const LOGGING = 'Reporting and Logging / What to Log';
const CHECKPOINTS = 'Write-Ahead Log / Checkpoints';
const SENDING = 'Replication / Sending Servers';
const ROWS: readonly Row[] = [
  ['max_connections', null, 'integer', 'postmaster', CONNECTIONS, 'Sets the maximum number of concurrent connections.'],
  ['superuser_reserved_connections', null, 'integer', 'postmaster', CONNECTIONS, 'Sets the number of connection slots reserved for superusers.'],
  ['idle_in_transaction_session_timeout', 'ms', 'integer', 'user', CLIENT, 'Sets the maximum allowed idle time between queries, when in a transaction.'],
  ['idle_session_timeout', 'ms', 'integer', 'user', CLIENT, 'Sets the maximum allowed idle time between queries, when not in a transaction.'],
  ['statement_timeout', 'ms', 'integer', 'user', CLIENT, 'Sets the maximum allowed duration of any statement.'],
  ['lock_timeout', 'ms', 'integer', 'user', CLIENT, 'Sets the maximum allowed duration of any wait for a lock.'],
  ['deadlock_timeout', 'ms', 'integer', 'superuser', 'Lock Management', 'Sets the time to wait on a lock before checking for deadlock.'],
  ['log_lock_waits', null, 'bool', 'superuser', LOGGING, 'Logs long lock waits.'],
  ['log_connections', null, 'bool', 'superuser', LOGGING, 'Logs each successful connection.'],
  ['log_disconnections', null, 'bool', 'superuser', LOGGING, 'Logs end of a session, including duration.'],
  [
    'log_min_duration_statement',
    'ms',
    'integer',
    'superuser',
    'Reporting and Logging / When to Log',
    'Sets the minimum execution time above which all statements will be logged.',
  ],
  ['shared_buffers', '8kB', 'integer', 'postmaster', 'Resource Usage / Memory', 'Sets the number of shared memory buffers used by the server.'],
  ['work_mem', 'kB', 'integer', 'user', 'Resource Usage / Memory', 'Sets the maximum memory to be used for query workspaces.'],
  ['autovacuum', null, 'bool', 'sighup', 'Autovacuum', 'Starts the autovacuum subprocess.'],
  ['max_wal_senders', null, 'integer', 'postmaster', SENDING, 'Sets the maximum number of simultaneously running WAL sender processes.'],
  [
    'max_standby_streaming_delay',
    'ms',
    'integer',
    'sighup',
    'Replication / Standby Servers',
    'Sets the maximum delay before canceling queries when a hot standby server is processing streamed WAL data.',
  ],
  ['checkpoint_timeout', 's', 'integer', 'sighup', CHECKPOINTS, 'Sets the maximum time between automatic WAL checkpoints.'],
  ['max_slot_wal_keep_size', 'MB', 'integer', 'sighup', SENDING, 'Sets the maximum WAL size that can be reserved by replication slots.'],
  ['max_wal_size', 'MB', 'integer', 'sighup', CHECKPOINTS, 'Sets the WAL size that triggers a checkpoint.'],
  ['min_wal_size', 'MB', 'integer', 'sighup', CHECKPOINTS, 'Sets the minimum size to shrink the WAL to.'],
  ['wal_keep_size', 'MB', 'integer', 'sighup', SENDING, 'Sets the size of WAL files held for standby servers.'],
  ['tcp_keepalives_idle', 's', 'integer', 'user', 'Connections and Authentication / TCP Settings', 'Time between issuing TCP keepalives.'],
];

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const KB: Readonly<Record<string, number>> = { kB: 1, MB: 1024, GB: 1_048_576 };

function parseInteger(unit: string | null, text: string): string | null {
  const match = /^\s*'?(-?\d+)\s*(ms|s|min|h|d|kB|MB|GB)?'?\s*$/.exec(text);
  if (match === null) return null;
  const amount = Number(match[1]);
  const given = match[2];
  if (given === undefined) return String(amount);
  if (unit === 'ms' && given in MS) return String(amount * MS[given]);
  if (unit === 's' && given in MS) return String(Math.round((amount * MS[given]) / 1000));
  if (unit === 'kB' && given in KB) return String(amount * KB[given]);
  if (unit === 'MB' && given in KB) return String(Math.ceil((amount * KB[given]) / 1024));
  if (unit === '8kB' && given in KB) return String(Math.round((amount * KB[given]) / 8));
  return null;
}

function parseBool(text: string): string | null {
  const word = text.replace(/'/g, '').trim().toLowerCase();
  if (['on', 'true', 'yes', '1', 't', 'y'].includes(word)) return 'on';
  return ['off', 'false', 'no', '0', 'f', 'n'].includes(word) ? 'off' : null;
}

export const SETTING_CATALOG: ReadonlyMap<string, SettingEntry> = new Map(
  ROWS.map(([name, unit, kind, context, category, description]) => [
    name,
    {
      name,
      unit,
      kind,
      context,
      category,
      description,
      boot: POSTGRES_DEFAULTS[name] ?? WAL_DEFAULTS[name] ?? '0',
      parse: kind === 'bool' ? parseBool : (text: string) => parseInteger(unit, text),
    },
  ]),
);
