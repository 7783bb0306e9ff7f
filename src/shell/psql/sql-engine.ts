import type { DatabaseInspection } from '../../contract/inspection.ts';
import type { Epoch } from '../../contract/time.ts';
import { CATALOG_SCHEMA } from './catalog-schema.ts';

export interface SqlColumn {
  readonly name: string;
  /** PostgreSQL type oid. */
  readonly type: number;
}

/** What the server sent back for one statement; cells are PostgreSQL's own text. */
export interface SqlAnswer {
  readonly columns: readonly SqlColumn[] | null;
  readonly rows: readonly (readonly (string | null)[])[];
  /** e.g. `SELECT 3`, `SET`; '' after an error. */
  readonly tag: string;
  readonly notices: readonly SqlMessage[];
  readonly error: SqlMessage | null;
}

export interface SqlMessage {
  readonly severity: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** 1-based position in the statement, in characters. */
  readonly position?: number;
}

/** What a statement asked to be done to the fleet, in the order of the rows. */
export interface Signal {
  readonly kind: 'terminate' | 'cancel' | 'reload' | 'sleep' | 'drop-slot';
  readonly pid: number | null;
  readonly seconds: number | null;
  /** Of a slot. */
  readonly name: string | null;
}

export interface Connection {
  readonly inspection: DatabaseInspection;
  readonly epoch: Epoch;
  readonly database: string;
  readonly user: string;
  readonly superuser: boolean;
  readonly pid: number;
  readonly statement: string;
  /** Values of SET in this psql session. */
  readonly overrides: Readonly<Record<string, string>>;
}

type PGliteModule = typeof import('@electric-sql/pglite');
type Database = Awaited<ReturnType<PGliteModule['PGlite']['create']>>;

/** PostgreSQL in WebAssembly. One for all psql sessions: rows are loaded afresh for each statement, so it holds nothing between them. */
export class SqlEngine {
  readonly #database: Database;
  readonly #query: (sql: string) => Uint8Array;
  #queue: Promise<unknown> = Promise.resolve();
  #tables = '';

  private constructor(database: Database, query: (sql: string) => Uint8Array) {
    this.#database = database;
    this.#query = query;
  }

  static async start(): Promise<SqlEngine> {
    const { PGlite, protocol } = await import('@electric-sql/pglite');
    // A small buffer pool: this instance holds a few hundred rows, and shared_buffers is the largest part of its memory.
    const database = await PGlite.create({
      startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=2MB', '-c', 'wal_buffers=64kB', '-c', 'max_connections=8'],
    });
    await database.exec(CATALOG_SCHEMA);
    return new SqlEngine(database, protocol.serialize.query);
  }

  /** Statements of several terminals run one after another, each with its own rows. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** Loads the rows a connection may see and becomes its user. */
  async enter(connection: Connection): Promise<void> {
    await this.#as('set session authorization brownout_owner; reset all;');
    await this.#as(loadScript(connection));
    const tables = connection.inspection.tables.filter(({ database }) => database === connection.database).map(({ name }) => name);
    const key = tables.join(' ');
    if (key !== this.#tables) {
      await this.#as(
        `drop schema public cascade; create schema public; grant usage on schema public to public; ${tables.map((name) => `create table public.${identifier(name)} ();`).join(' ')}`,
      );
      this.#tables = key;
    }
    await this.#as(`${tables.map((name) => statistics(name, connection)).join('')}
      set session authorization ${identifier(connection.user)}; set search_path = brownout, pg_catalog, public; set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres';`);
  }

  /** Runs one statement as the entered connection. */
  async run(sql: string): Promise<SqlAnswer> {
    const { messages } = await this.#database.execProtocol(this.#query(sql), { throwOnError: false });
    let columns: SqlColumn[] | null = null;
    const rows: (string | null)[][] = [];
    const notices: SqlMessage[] = [];
    let tag = '';
    let error: SqlMessage | null = null;
    for (const message of messages) {
      const found = message as unknown as Record<string, unknown> & { name: string };
      if (found.name === 'rowDescription')
        columns = (found.fields as { name: string; dataTypeID: number }[]).map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
      else if (found.name === 'dataRow') rows.push(found.fields as (string | null)[]);
      else if (found.name === 'commandComplete') tag = found.text as string;
      else if (found.name === 'notice') notices.push(sqlMessage(found));
      else if (found.name === 'error') error ??= sqlMessage(found);
    }
    return { columns, rows, tag, notices, error };
  }

  async signals(): Promise<readonly Signal[]> {
    await this.#as('set session authorization brownout_owner');
    const { rows } = await this.run('select kind, pid, seconds, name from brownout.signals order by seq');
    return rows.map(([kind, pid, seconds, name]) => ({
      kind: kind as Signal['kind'],
      pid: pid === null ? null : Number(pid),
      seconds: seconds === null ? null : Number(seconds),
      name,
    }));
  }

  /** Tells the signalling functions what came of their signals, so that a second run of the statement answers the truth. */
  async setOutcomes(outcomes: readonly { readonly signal: Signal; readonly done: boolean }[]): Promise<void> {
    await this.#as(
      `set session authorization brownout_owner; truncate brownout.outcomes; ${outcomes
        .map(({ signal, done }) => `insert into brownout.outcomes values ('${signal.kind}', ${signal.pid ?? 'null'}, ${done});`)
        .join('')}`,
    );
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #as(sql: string): Promise<void> {
    const { error } = await this.run(sql);
    if (error !== null) throw new Error(`${error.message} (preparing the database's rows)`);
  }
}

function sqlMessage(found: Record<string, unknown>): SqlMessage {
  const { severity, message, detail, hint, position } = found as { severity?: string; message?: string; detail?: string; hint?: string; position?: string };
  return { severity: severity ?? 'ERROR', message: message ?? '', detail, hint, position: position === undefined ? undefined : Number(position) };
}

export function literal(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

export function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

function rowsFrom(table: string, rows: readonly object[]): string {
  return `truncate brownout.${table}; insert into brownout.${table} select * from json_populate_recordset(null::brownout.${table}, ${literal(JSON.stringify(rows))}::json);`;
}

function loadScript({ inspection, epoch, database, user, superuser, pid, statement, overrides }: Connection): string {
  const time = (us: number | null): string | null => {
    if (us === null) return null;
    const unixUs = Math.round(epoch.startUnixMs * 1000 + us);
    const seconds = Math.floor(unixUs / 1e6);
    return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(unixUs - seconds * 1e6).padStart(6, '0')}+00`;
  };
  const nowUs = inspection.tUs;
  const sessions = inspection.sessions.map((session) => ({
    pid: session.pid,
    datname: orNull(session.database),
    usename: orNull(session.user),
    application_name: session.application,
    client_addr: session.clientAddress,
    client_port: session.clientPort,
    backend_start: time(session.backendStartUs),
    xact_start: time(session.xactStartUs),
    query_start: time(session.queryStartUs),
    state_change: time(session.stateChangeUs),
    wait_event_type: session.waitEventType,
    wait_event: session.waitEvent,
    state: session.state,
    query: session.query,
    backend_type: session.backendType,
  }));
  const own = {
    pid,
    datname: database,
    usename: user,
    application_name: 'psql',
    client_addr: null,
    client_port: -1,
    backend_start: time(nowUs),
    xact_start: time(nowUs),
    query_start: time(nowUs),
    state_change: time(nowUs),
    wait_event_type: null,
    wait_event: null,
    state: 'active',
    query: statement,
    backend_type: 'client backend',
  };
  const locks = inspection.sessions.flatMap((session) =>
    session.locks.map((lock) => ({ pid: session.pid, datname: orNull(session.database), relation: lock.relation, mode: lock.mode, granted: lock.granted })),
  );
  const settings = inspection.settings.map((one) => ({
    name: one.name,
    setting: overrides[one.name] ?? one.setting,
    unit: one.unit,
    category: one.category,
    short_desc: one.description,
    context: one.context,
    vartype: one.vartype,
    boot_val: one.bootValue,
    source: overrides[one.name] === undefined ? one.source : 'session',
    pending_restart: one.pendingRestart,
  }));
  const names = ['postgres', 'template0', 'template1', ...inspection.databases.filter((name) => name !== 'postgres')];
  const activity = new Map(inspection.activity?.map((one) => [one.database, one]));
  const databases = names.map((datname, at) => ({
    oid: datname === 'postgres' ? 5 : at < 3 ? 5 - at : 16_384 + at - 3,
    datname,
    xact_commit: activity.get(datname)?.committed ?? null,
    xact_rollback: activity.get(datname)?.rolledBack ?? null,
  }));
  const roles = [...new Set([...inspection.sessions.map((session) => session.user), user, 'replicator'])].filter((name) => name !== '' && name !== 'postgres');
  const started = Math.min(nowUs, ...inspection.sessions.map(({ backendStartUs }) => backendStartUs));
  const facts: Record<string, string> = {
    now: time(nowUs) as string,
    database,
    pid: String(pid),
    superuser: superuser ? 'on' : 'off',
    role: inspection.role,
    lsn: inspection.wal?.lsn ?? '',
    replayed: inspection.wal?.replayedLsn ?? '',
    last_replay: (inspection.wal === null ? null : time(inspection.wal.lastReplayUs)) ?? '',
    receiver: inspection.wal?.receiver?.host ?? '',
    heard: time(inspection.wal?.receiver?.heardUs ?? null) ?? '',
    timeline: String(inspection.wal?.timeline ?? 1),
    port: String(inspection.port),
    started: time(started) as string,
    version: `PostgreSQL ${inspection.version} on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit`,
  };
  return [
    rowsFrom('session_rows', [...sessions, own]),
    rowsFrom('lock_rows', locks),
    rowsFrom('setting_rows', settings),
    rowsFrom(
      'replica_rows',
      inspection.replicas.map((one) => ({
        pid: one.pid,
        application_name: one.name,
        client_addr: one.clientAddress,
        backend_start: time(one.backendStartUs),
        replay_lag: one.lagUs === null ? null : `${one.lagUs} microseconds`,
        sent_lsn: one.sentLsn,
        replay_lsn: one.replayLsn,
      })),
    ),
    rowsFrom(
      'slot_rows',
      (inspection.disk?.slots ?? []).map((slot) => ({
        slot_name: slot.name,
        active_pid: slot.activePid,
        restart_lsn: slot.restartLsn,
        wal_status: slot.walStatus,
        safe_wal_size: slot.safeWalBytes,
      })),
    ),
    rowsFrom(
      'table_rows',
      inspection.tables.map((table) => ({
        datname: table.database,
        relname: table.name,
        n_live_tup: table.liveRows,
        n_dead_tup: table.deadRows,
        size: table.sizeBytes,
      })),
    ),
    rowsFrom('database_rows', databases),
    'truncate brownout.signals; truncate brownout.outcomes;',
    ...roles.map(
      (name) =>
        `do $do$ begin if not exists (select from pg_catalog.pg_authid where rolname = ${literal(name)}) then create role ${identifier(name)} login; end if; end $do$;`,
    ),
    ...Object.entries(facts).map(([name, value]) => `set brownout.${name} = ${literal(value)};`),
  ].join('\n');
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** The planner's figures in pg_class, from which people estimate row counts. */
function statistics(name: string, { inspection, database }: Connection): string {
  const table = inspection.tables.find((one) => one.name === name && one.database === database);
  return table === undefined
    ? ''
    : `update pg_catalog.pg_class set reltuples = ${table.liveRows}, relpages = ${Math.ceil(table.sizeBytes / 8192)} where oid = ${literal(`public.${identifier(name)}`)}::regclass;`;
}

let shared: Promise<SqlEngine> | null = null;

/** The engine of this worker or process, started when first asked for (about three seconds). */
export function sqlEngine(): Promise<SqlEngine> {
  shared ??= SqlEngine.start();
  shared.catch(() => {
    shared = null;
  });
  return shared;
}

/** Lets a process that used psql end. */
export async function closeSqlEngine(): Promise<void> {
  const engine = shared;
  shared = null;
  await (await engine?.catch(() => null))?.close();
}
