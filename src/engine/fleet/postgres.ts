import { ERROR, FATAL, INFO } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import type { Line } from '../requests/attempt-table.ts';
import { createLine } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import type { DiskState } from './disk.ts';
import { appendCommit, type WalState } from './wal.ts';

/**
 * A PostgreSQL instance: connection slots, session states, cores. Slots: `max_connections` in all, of which
 * `superuser_reserved_connections` only superusers may use. Source: PostgreSQL 15 docs, runtime-config-connection; postinit.c for the texts.
 */
export interface DatabaseState {
  settings: Record<string, string>;
  /** Values written by ALTER SYSTEM, in force after reload or restart. */
  pendingSettings: Record<string, string | null>;
  sessions: (SessionState | null)[];
  freeRows: number[];
  /** Client backends open: what max_connections counts. */
  clients: number;
  nextPid: number;
  nextPort: number;
  busyCores: number;
  /** Core time given out so far, and at the last second. */
  coreUs: number;
  coreMarkUs: number;
  cpuRatio: number;
  cores: Line;
  /** Transactions ended, by database of the instance. */
  committed: number[];
  rolledBack: number[];
  refused: number;
  /** null where nothing is replicated and no disk is modelled. */
  wal: WalState | null;
  /** Absent where the disk is large and fast enough. */
  disk?: DiskState;
  /** In which zone it stands has power. */
  powered: boolean;
  /** Counts stops and starts, so that what was planned for an earlier one is ignored. */
  life: number;
  source: number;
}

export const SESSION = { active: 0, idle: 1, idleInTransaction: 2 } as const;
export const OWNER = { resident: 0, connection: 1, server: 2, statement: 3, vacuum: 4, orphan: 5 } as const;

export interface SessionState {
  pid: number;
  user: string;
  database: string;
  /** Its number among the instance's databases. */
  databaseNumber: number;
  application: string;
  clientAddress: string | null;
  clientPort: number | null;
  backendStartUs: number;
  xactStartUs: number;
  queryStartUs: number;
  stateChangeUs: number;
  state: number;
  /** Text of the running or last statement. */
  query: string;
  table: string;
  writes: boolean;
  /** OWNER and the row it names: client connection, pooler server. */
  owner: number;
  ownerRow: number;
}

/** No transaction, or no statement yet. */
export const NEVER = -1;

export function createDatabaseState(
  settings: Readonly<Record<string, string>>,
  databases: readonly string[],
  source: number,
  wal: WalState | null,
  disk: DiskState | null,
): DatabaseState {
  return {
    settings: { ...POSTGRES_DEFAULTS, ...(disk === null ? {} : WAL_DEFAULTS), ...settings },
    pendingSettings: {},
    sessions: [],
    freeRows: [],
    clients: 0,
    nextPid: 1871,
    nextPort: 33_214,
    busyCores: 0,
    coreUs: 0,
    coreMarkUs: 0,
    cpuRatio: 0,
    cores: createLine(),
    committed: databases.map(() => 0),
    rolledBack: databases.map(() => 0),
    refused: 0,
    wal,
    ...(disk === null ? {} : { disk }),
    powered: true,
    life: 0,
    source,
  };
}

/** Boot values we let commands change or read back. Source: PostgreSQL 15 guc_tables.c. */
export const POSTGRES_DEFAULTS: Readonly<Record<string, string>> = {
  max_connections: '100',
  superuser_reserved_connections: '3',
  idle_in_transaction_session_timeout: '0',
  statement_timeout: '0',
  lock_timeout: '0',
  deadlock_timeout: '1000',
  log_lock_waits: 'off',
  log_min_duration_statement: '-1',
  log_connections: 'off',
  log_disconnections: 'off',
  shared_buffers: '16384',
  work_mem: '4096',
  idle_session_timeout: '0',
  autovacuum: 'on',
  max_wal_senders: '10',
  tcp_keepalives_idle: '7200',
  max_standby_streaming_delay: '30000',
};

/** The same of settings that only an instance with a disk of its own has use for. */
export const WAL_DEFAULTS: Readonly<Record<string, string>> = {
  checkpoint_timeout: '300',
  max_slot_wal_keep_size: '-1',
  max_wal_size: '1024',
  min_wal_size: '80',
  wal_keep_size: '0',
};

export interface NewSession {
  readonly user: string;
  readonly database: string;
  readonly application: string;
  readonly clientAddress: string | null;
  readonly clientPort: number | null;
  readonly owner: number;
  readonly ownerRow: number;
  readonly superuser: boolean;
  /** Counts against max_connections (vacuum workers and WAL senders do not). */
  readonly takesSlot: boolean;
}

/** Text of the refusal when ordinary users have no slot left, by server version. Source: postinit.c, PostgreSQL 15 and 16. */
export function slotRefusal(version: string, full: boolean): string {
  if (full) return 'sorry, too many clients already';
  return Number.parseInt(version, 10) >= 16
    ? 'remaining connection slots are reserved for roles with the SUPERUSER attribute'
    : 'remaining connection slots are reserved for non-replication superuser connections';
}

/** What a standby says to a statement that writes, SQLSTATE 25006. @param operation such as `INSERT playlists`. Source: PostgreSQL 15 utility.c, PreventCommandIfReadOnly */
export function readOnlyRefusal(operation: string): string {
  return `cannot execute ${operation.slice(0, operation.indexOf(' '))} in a read-only transaction`;
}

export function slotsLeft(database: DatabaseState, superuser: boolean): number {
  const max = Number(database.settings['max_connections']);
  const reserved = Number(database.settings['superuser_reserved_connections']);
  return max - (superuser ? 0 : reserved) - database.clients;
}

/** Opens a backend. Returns its row, or -1 with a FATAL in the server's log when no slot is left. */
export function openSession(world: World, index: number, fresh: NewSession): number {
  const database = world.s.databases[index];
  const nowUs = world.s.nowUs;
  if (fresh.takesSlot && slotsLeft(database, fresh.superuser) <= 0) {
    database.refused++;
    const model = world.plan.scenario.fleet.databases[index];
    const text = slotRefusal(model.version, slotsLeft(database, true) <= 0);
    logPostgres(world, index, database.nextPid++, fresh.user, fresh.database, 'FATAL', text);
    return -1;
  }
  const session: SessionState = {
    pid: database.nextPid++,
    user: fresh.user,
    database: fresh.database,
    databaseNumber: Math.max(0, world.plan.scenario.fleet.databases[index].databases.indexOf(fresh.database)),
    application: fresh.application,
    clientAddress: fresh.clientAddress,
    clientPort: fresh.clientPort,
    backendStartUs: nowUs,
    xactStartUs: NEVER,
    queryStartUs: NEVER,
    stateChangeUs: nowUs,
    state: SESSION.idle,
    query: '',
    table: '',
    writes: false,
    owner: fresh.owner,
    ownerRow: fresh.ownerRow,
  };
  if (fresh.takesSlot) database.clients++;
  const row = database.freeRows.pop() ?? database.sessions.length;
  database.sessions[row] = session;
  return row;
}

/** The backend is gone; whoever owned it must already know. */
export function dropSession(database: DatabaseState, row: number): void {
  const session = database.sessions[row];
  if (session === null || session === undefined) return;
  if (session.owner !== OWNER.vacuum && session.user !== 'replicator') database.clients--;
  if (session.xactStartUs !== NEVER) database.rolledBack[session.databaseNumber]++;
  database.sessions[row] = null;
  database.freeRows.push(row);
}

export function beginTransaction(session: SessionState, nowUs: number): void {
  session.xactStartUs = nowUs;
  session.state = SESSION.idleInTransaction;
  session.query = 'BEGIN';
  session.queryStartUs = nowUs;
  session.stateChangeUs = nowUs;
}

/** COMMIT, or ROLLBACK of what has failed. */
export function endTransaction(world: World, index: number, session: SessionState, commits: boolean): void {
  const database = world.s.databases[index];
  const { nowUs } = world.s;
  if (commits) database.committed[session.databaseNumber]++;
  else database.rolledBack[session.databaseNumber]++;
  if (commits && session.writes && database.wal !== null) appendCommit(world, index, database.wal);
  session.xactStartUs = NEVER;
  session.state = SESSION.idle;
  session.query = commits ? 'COMMIT' : 'ROLLBACK';
  session.queryStartUs = nowUs;
  session.stateChangeUs = nowUs;
  session.writes = false;
}

export function startStatement(session: SessionState, nowUs: number, statement: string, table: string, writes: boolean): void {
  session.state = SESSION.active;
  session.query = statement;
  session.queryStartUs = nowUs;
  session.stateChangeUs = nowUs;
  session.table = table;
  if (writes) session.writes = true;
}

export function finishStatement(session: SessionState, nowUs: number): void {
  session.state = session.xactStartUs === NEVER ? SESSION.idle : SESSION.idleInTransaction;
  session.stateChangeUs = nowUs;
}

const POSTGRES_LINE = logTemplateIndex('postgres');

export function logPostgres(
  world: World,
  index: number,
  pid: number,
  user: string,
  database: string,
  level: 'LOG' | 'FATAL' | 'ERROR' | 'WARNING' | 'PANIC',
  text: string,
): void {
  const severity = level === 'FATAL' || level === 'PANIC' ? FATAL : level === 'ERROR' ? ERROR : INFO;
  const { of } = world.words;
  world.recorder.log(world.s.nowUs, world.s.databases[index].source, severity, POSTGRES_LINE, 0, 0, pid, of(user), of(database), of(text), of(level));
}
