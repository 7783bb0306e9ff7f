import type { DatabaseInspection, PoolerInspection, SessionInspection } from '../../contract/inspection.ts';
import { CONNECTION } from '../fleet/client-pools.ts';
import { poolPlan } from '../fleet/connections.ts';
import { SETTING_CATALOG } from '../fleet/postgres-settings.ts';
import { SERVER } from '../fleet/pooler.ts';
import type { SessionState } from '../fleet/postgres.ts';
import { locksOf } from '../fleet/postgres-locks.ts';
import { NEVER, OWNER, SESSION } from '../fleet/postgres.ts';
import { inspectDisk } from './inspect-disk.ts';
import { replicasOf, roleOf } from './inspect-replication.ts';
import { addressOf } from '../fleet/wal-positions.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

const STATES = ['active', 'idle', 'idle in transaction'] as const;
const DAY_US = 86_400e6;

/** A PostgreSQL instance as its catalogue views would show it now. */
export function inspectDatabase(world: World, index: number): DatabaseInspection {
  const model = world.plan.scenario.fleet.databases[index];
  const state = world.s.databases[index];
  const clients: SessionInspection[] = [];
  for (const session of state.sessions) if (session !== null && session.owner !== OWNER.resident) clients.push(inspectSession(session));
  const residents = state.sessions.filter((session): session is SessionState => session !== null && session.owner === OWNER.resident);
  return {
    tUs: world.s.nowUs,
    name: model.name,
    host: model.host,
    port: 5432,
    version: model.version,
    ...roleOf(world, index),
    region: model.region,
    zone: model.zone,
    address: addressOf(world, index),
    cores: model.cores,
    databases: model.databases,
    sessions: [...SERVER_PROCESSES, ...residents.map(inspectSession), ...clients].sort((a, b) => a.pid - b.pid),
    settings: [...SETTING_CATALOG.values()].map((setting) => ({
      name: setting.name,
      setting: state.settings[setting.name] ?? setting.boot,
      unit: setting.unit,
      category: setting.category,
      description: setting.description,
      context: setting.context,
      vartype: setting.kind,
      bootValue: setting.boot,
      source: (state.settings[setting.name] ?? setting.boot) === setting.boot ? ('default' as const) : ('configuration file' as const),
      pendingRestart: setting.context === 'postmaster' && setting.name in state.pendingSettings,
    })),
    replicas: [
      ...replicasOf(world, index),
      ...residents
        .filter((session) => session.user === 'replicator')
        .map((session) => ({
          name: session.application,
          clientAddress: session.clientAddress ?? '',
          pid: session.pid,
          lagUs: 0,
          sentLsn: null,
          replayLsn: null,
          backendStartUs: session.backendStartUs - 9 * DAY_US,
        })),
    ],
    tables: model.tables.map((table) => ({
      database: table.database,
      name: table.name,
      liveRows: table.rows,
      deadRows: Math.round(table.rows * 0.021),
      sizeBytes: table.sizeBytes,
    })),
    activity: model.databases.map((database, number) => ({ database, committed: state.committed[number], rolledBack: state.rolledBack[number] })),
    cpuRatio: state.cpuRatio,
    ...(state.disk === undefined ? {} : { disk: inspectDisk(world, index, state.disk) }),
  };
}

const process = (pid: number, backendType: SessionInspection['backendType'], waitEvent: string): SessionInspection => ({
  pid,
  database: '',
  user: '',
  application: '',
  clientAddress: null,
  clientPort: null,
  backendStartUs: -41 * DAY_US,
  xactStartUs: null,
  queryStartUs: null,
  stateChangeUs: null,
  waitEventType: 'Activity',
  waitEvent,
  state: null,
  query: '',
  backendType,
  locks: [],
});

const SERVER_PROCESSES: readonly SessionInspection[] = [
  process(27, 'checkpointer', 'CheckpointerMain'),
  process(28, 'background writer', 'BgWriterHibernate'),
  process(30, 'walwriter', 'WalWriterMain'),
  process(31, 'autovacuum launcher', 'AutoVacuumMain'),
  process(32, 'logical replication launcher', 'LogicalLauncherMain'),
];

function inspectSession(session: SessionState): SessionInspection {
  const active = session.state === SESSION.active;
  const vacuum = session.owner === OWNER.vacuum;
  const replication = session.user === 'replicator';
  const ageUs = session.owner === OWNER.resident ? 9 * DAY_US : 0;
  const at = (us: number): number | null => (us === NEVER ? null : us);
  return {
    pid: session.pid,
    database: replication ? '' : session.database,
    user: session.user,
    application: session.application,
    clientAddress: session.clientAddress,
    clientPort: session.clientPort,
    backendStartUs: session.backendStartUs - ageUs,
    xactStartUs: at(session.xactStartUs),
    queryStartUs: at(session.queryStartUs),
    stateChangeUs: session.stateChangeUs - ageUs,
    ...waitOf(session, active, vacuum, replication),
    state: replication ? 'active' : STATES[session.state],
    query: session.query,
    backendType: vacuum ? 'autovacuum worker' : replication ? 'walsender' : 'client backend',
    locks: locksOf(session).map((lock) => ({ ...lock, granted: true })),
  };
}

function waitOf(session: SessionState, active: boolean, vacuum: boolean, replication: boolean): { waitEventType: string | null; waitEvent: string | null } {
  if (vacuum) return { waitEventType: 'Timeout', waitEvent: 'VacuumDelay' };
  if (replication) return { waitEventType: 'Activity', waitEvent: 'WalSenderMain' };
  if (active && session.query === 'COMMIT') return { waitEventType: 'IO', waitEvent: 'WALSync' };
  if (active) return session.owner === OWNER.statement ? { waitEventType: 'IO', waitEvent: 'DataFileRead' } : { waitEventType: null, waitEvent: null };
  return { waitEventType: 'Client', waitEvent: 'ClientRead' };
}

/** PgBouncer's admin console, as data. */
export function inspectPooler(world: World, index: number): PoolerInspection {
  const s = world.s;
  const model = world.plan.scenario.fleet.poolers[index];
  const state = s.poolers[index];
  const database = world.plan.scenario.fleet.databases[world.words.databaseOfPooler[index]];
  const count = (wanted: number): number => state.servers.reduce((sum, server) => sum + (server !== null && server.state === wanted ? 1 : 0), 0);
  const clients = inspectClients(world, index);
  const usedAfterUs = 30e6; // server_check_delay
  const used = state.idle.filter((row) => s.nowUs - (state.servers[row]?.requestUs ?? s.nowUs) > usedAfterUs).length;
  const first = world.plan.services.flatMap((service) => service.pools).find((pool) => pool.pooler === index)?.model;
  const waiting = clients.filter((client) => client.state === 'waiting');
  return {
    tUs: s.nowUs,
    name: model.name,
    version: model.version,
    address: world.words.poolerAddress[index],
    pools:
      first === undefined
        ? []
        : [
            {
              database: first.database,
              user: first.user,
              clientsActive: clients.length - waiting.length,
              clientsWaiting: waiting.length,
              serversActive: count(SERVER.active),
              serversIdle: state.idle.length - used,
              serversUsed: used,
              serversLogin: count(SERVER.login),
              maxWaitUs: waiting.reduce((most, client) => Math.max(most, client.waitUs), 0),
              mode: model.mode,
            },
          ],
    clients,
    servers: state.servers.flatMap((server, row) =>
      server === null
        ? []
        : [
            {
              database: server.database,
              user: server.user,
              state:
                server.state === SERVER.login
                  ? ('login' as const)
                  : server.state === SERVER.active
                    ? ('active' as const)
                    : s.nowUs - server.requestUs > usedAfterUs
                      ? ('used' as const)
                      : ('idle' as const),
              address: database.host,
              port: 5432,
              localPort: server.port,
              connectUs: server.connectUs,
              requestUs: server.requestUs,
              remotePid: s.databases[world.words.databaseOfPooler[index]].sessions[server.session]?.pid ?? 0,
              ptr: serverPointer(row),
              link: server.connection === NONE ? '' : clientPointer(server.connection),
            },
          ],
    ),
    stats:
      first === undefined
        ? []
        : [
            {
              database: first.database,
              totalTransactions: state.transactions,
              totalQueries: state.queries,
              totalTransactionUs: state.transactionUs,
              totalQueryUs: state.queryUs,
              totalWaitUs: state.waitUs,
            },
          ],
    config: [
      { key: 'default_pool_size', value: String(model.defaultPoolSize), default: '20', changeable: true },
      { key: 'max_client_conn', value: String(model.maxClientConnections), default: '100', changeable: true },
      { key: 'pool_mode', value: model.mode, default: 'session', changeable: true },
      { key: 'query_wait_timeout', value: String(model.queryWaitTimeoutUs / 1e6), default: '120', changeable: true },
      { key: 'server_idle_timeout', value: String(model.serverIdleTimeoutUs / 1e6), default: '600', changeable: true },
      { key: 'server_login_retry', value: String(model.serverLoginRetryUs / 1e6), default: '15', changeable: true },
      { key: 'idle_transaction_timeout', value: '0', default: '0', changeable: true },
    ],
  };
}

/** Where PgBouncer keeps the record of a connection: slabs of equal records, one of clients and one of servers. */
function clientPointer(connection: number): string {
  return `0x${(0x5558_113e_5000 + connection * 0x2f0).toString(16)}`;
}

function serverPointer(row: number): string {
  return `0x${(0x5559_113e_5000 + row * 0x2f0).toString(16)}`;
}

function inspectClients(world: World, index: number): PoolerInspection['clients'] {
  const s = world.s;
  const t = s.pools.connections;
  const clients: PoolerInspection['clients'][number][] = [];
  for (let connection = 0; connection < t.capacity; connection++) {
    if (t.state[connection] === CONNECTION.free) continue;
    const plan = poolPlan(world, t.pool[connection]);
    if (plan.pooler !== index) continue;
    const busy = t.state[connection] === CONNECTION.busy || t.state[connection] === CONNECTION.abandoned;
    const waits = busy && t.server[connection] === NONE;
    clients.push({
      database: plan.model.database,
      user: plan.model.user,
      state: waits ? 'waiting' : busy ? 'active' : 'idle',
      address: s.pods[s.pools.pod[t.pool[connection]]].record.ip,
      port: t.port[connection],
      connectUs: t.createdUs[connection],
      requestUs: t.sinceUs[connection],
      waitUs: waits ? s.nowUs - t.sinceUs[connection] : 0,
      ptr: clientPointer(connection),
      link: t.server[connection] === NONE ? '' : serverPointer(t.server[connection]),
    });
  }
  return clients;
}
