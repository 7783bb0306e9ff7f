import { WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { sampleUs } from '../plan/distribution.ts';
import type { ClientPoolPlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, joinLine, leaveLine, LINE, NONE, PHASE, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { databaseHost, poolerHost } from '../network/hosts.ts';
import { passes } from '../network/packets.ts';
import { reachable } from '../network/reachable.ts';
import { isUp } from './answers.ts';
import { SERVER } from './pooler.ts';
import { loginUs } from './store-ways.ts';
import type { ServerState } from './pooler.ts';
import { beginTransaction, dropSession, endTransaction, openSession, OWNER, slotRefusal, slotsLeft } from './postgres.ts';

/**
 * Transactions through PgBouncer: a client waits for an idle server connection; when there is none and the pool may grow, one login is
 * made at a time; after a refused login the next is tried when server_login_retry is over and somebody waits. Clients are failed at
 * once only when the pool has no server at all. Source: PgBouncer src/objects.c (launch_new_connection, check_fast_fail).
 */
export function beginOnServer(world: World, plan: ClientPoolPlan, row: number, connection: number): void {
  const s = world.s;
  const pooler = s.poolers[plan.pooler];
  s.pools.connections.sinceUs[connection] = s.nowUs;
  const server = pooler.idle.pop();
  if (server !== undefined) {
    link(world, plan.pooler, server, connection, row);
    return;
  }
  s.attempts.ints[row + INT.phase] = PHASE.waiting;
  joinLine(s, pooler.waiting, row, LINE.pooler);
  if (pooler.loggingIn === 0) logIn(world, plan.pooler);
}

function link(world: World, poolerIndex: number, serverRow: number, connection: number, row: number): void {
  const s = world.s;
  const pooler = s.poolers[poolerIndex];
  const server = pooler.servers[serverRow] as ServerState;
  const t = s.pools.connections;
  server.state = SERVER.active;
  server.connection = connection;
  server.requestUs = s.nowUs;
  t.server[connection] = serverRow;
  t.session[connection] = server.session;
  pooler.waitUs += s.nowUs - t.sinceUs[connection];
  const session = s.databases[world.words.databaseOfPooler[poolerIndex]].sessions[server.session];
  if (session) beginTransaction(session, s.nowUs);
  resume(s, row, OUTCOME.ok);
}

/** Tries to grow the pool by one server, if the rules above allow it. */
function logIn(world: World, poolerIndex: number): void {
  const s = world.s;
  const pooler = s.poolers[poolerIndex];
  if (pooler.waiting.head === NONE || pooler.open >= pooler.poolSize) return;
  if (s.nowUs < pooler.retryAtUs) {
    scheduleRetry(world, poolerIndex, pooler.retryAtUs);
    return;
  }
  const database = world.words.databaseOfPooler[poolerIndex];
  if (!isUp(s.lifecycles.database.state[database]) || !reaches(world, poolerIndex, database)) {
    pooler.lastError = 'connect failed';
    pooler.retryAtUs = s.nowUs + world.plan.scenario.fleet.poolers[poolerIndex].serverLoginRetryUs;
    scheduleRetry(world, poolerIndex, pooler.retryAtUs);
    return;
  }
  const first = pooler.waiting.head;
  const connection = s.attempts.ints[first + INT.connection];
  const pool = s.pools.connections.pool[connection];
  const service = world.plan.services[s.pods[s.pools.pod[pool]].service];
  const model = service.pools[s.pools.which[pool]].model;
  const row = pooler.freeRows.pop() ?? pooler.servers.length;
  const port = pooler.nextPort++;
  const session = openSession(world, database, {
    user: model.user,
    database: model.database,
    application: model.applicationName,
    clientAddress: world.words.poolerAddress[poolerIndex],
    clientPort: port,
    owner: OWNER.server,
    ownerRow: row,
    superuser: false,
    takesSlot: true,
  });
  if (session < 0) {
    pooler.freeRows.push(row);
    loginRefused(world, poolerIndex, database, port);
    return;
  }
  pooler.servers[row] = {
    state: SERVER.login,
    session,
    connection: NONE,
    database: model.database,
    user: model.user,
    connectUs: s.nowUs,
    requestUs: s.nowUs,
    port,
    life: s.nextName++,
  };
  pooler.open++;
  pooler.loggingIn++;
  const t = s.attempts;
  let handshake = sampleUs(world.plan.connectDuration[database], t.ints[first + INT.keyHi], t.ints[first + INT.keyLo], t.ints[first + INT.place], 0x7067);
  if (s.links !== undefined) handshake += loginUs(world, poolerHost(world.plan.scenario.fleet, poolerIndex), databaseHost(database), port, row, 2);
  pushEvent(
    s.queue,
    s.nowUs + handshake,
    PRIORITY[EVENT.serverConnecting],
    EVENT.serverConnecting,
    poolerIndex * 4096 + row,
    (pooler.servers[row] as ServerState).life,
  );
}

function reaches(world: World, pooler: number, database: number): boolean {
  if (!reachable(world, world.plan.poolerRegions[pooler], world.plan.databaseRegions[database])) return false;
  return world.s.links === undefined || passes(world, poolerHost(world.plan.scenario.fleet, pooler), databaseHost(database));
}

const POOLER_LINE = logTemplateIndex('pgbouncer');

function loginRefused(world: World, poolerIndex: number, database: number, port: number): void {
  const s = world.s;
  const pooler = s.poolers[poolerIndex];
  const model = world.plan.scenario.fleet.databases[database];
  const poolerModel = world.plan.scenario.fleet.poolers[poolerIndex];
  pooler.lastError = `FATAL:  ${slotRefusal(model.version, slotsLeft(s.databases[database], true) <= 0)}`;
  pooler.retryAtUs = s.nowUs + poolerModel.serverLoginRetryUs;
  const { of } = world.words;
  world.recorder.log(
    s.nowUs,
    pooler.source,
    WARN,
    POOLER_LINE,
    0,
    0,
    of('WARNING'),
    of(`server login failed: ${pooler.lastError.replace('  ', ' ')} (${model.host}:5432, local port ${port})`),
    0,
    0,
    0,
  );
  if (pooler.open === 0) failAllWaiting(world, poolerIndex, OUTCOME.slots);
  else scheduleRetry(world, poolerIndex, pooler.retryAtUs);
}

function scheduleRetry(world: World, poolerIndex: number, atUs: number): void {
  const pooler = world.s.poolers[poolerIndex];
  if (pooler.retryScheduled) return;
  pooler.retryScheduled = true;
  pushEvent(world.s.queue, atUs, PRIORITY[EVENT.poolerRetry], EVENT.poolerRetry, poolerIndex, 0);
}

/** server_login_retry is over. */
export function poolerRetry(world: World, poolerIndex: number): void {
  const pooler = world.s.poolers[poolerIndex];
  pooler.retryScheduled = false;
  if (pooler.loggingIn === 0) logIn(world, poolerIndex);
}

/** A login has gone through: the longest waiter gets the server, and the next login may start. */
export function serverConnected(world: World, poolerIndex: number, row: number, life: number): void {
  const pooler = world.s.poolers[poolerIndex];
  const server = pooler.servers[row];
  if (server === null || server === undefined || server.life !== life) return;
  pooler.loggingIn--;
  pooler.retryAtUs = 0;
  offer(world, poolerIndex, row);
  if (pooler.loggingIn === 0) logIn(world, poolerIndex);
}

/** A server is free: to the longest waiter, else idle. */
function offer(world: World, poolerIndex: number, row: number): void {
  const s = world.s;
  const pooler = s.poolers[poolerIndex];
  const server = pooler.servers[row] as ServerState;
  const next = pooler.waiting.head;
  if (next === NONE) {
    server.state = SERVER.idle;
    server.connection = NONE;
    server.requestUs = s.nowUs;
    pooler.idle.push(row);
    return;
  }
  leaveLine(s.attempts, pooler.waiting, next);
  link(world, poolerIndex, row, s.attempts.ints[next + INT.connection], next);
}

/** COMMIT: the server goes back to the pool, the client keeps only its own connection. */
export function finishOnServer(world: World, plan: ClientPoolPlan, connection: number, commits: boolean): void {
  const s = world.s;
  const t = s.pools.connections;
  const row = t.server[connection];
  if (row === NONE) return;
  const pooler = s.poolers[plan.pooler];
  const server = pooler.servers[row] as ServerState;
  const database = s.databases[plan.database];
  const session = database.sessions[server.session];
  if (session) endTransaction(world, plan.database, session, commits);
  pooler.transactions++;
  pooler.transactionUs += s.nowUs - server.requestUs;
  t.server[connection] = NONE;
  t.session[connection] = NONE;
  offer(world, plan.pooler, row);
}

/** A client has gone. In the middle of a transaction its server is closed too, since its state is unknown. */
export function clientLeft(world: World, poolerIndex: number, connection: number): void {
  const t = world.s.pools.connections;
  const row = t.server[connection];
  if (row === NONE) return;
  t.server[connection] = NONE;
  closeServer(world, poolerIndex, row);
}

/** Closes a server connection and its backend; a waiting client may cause a new login. */
export function closeServer(world: World, poolerIndex: number, row: number): void {
  const s = world.s;
  const pooler = s.poolers[poolerIndex];
  const server = pooler.servers[row];
  if (server === null || server === undefined) return;
  dropSession(s.databases[world.words.databaseOfPooler[poolerIndex]], server.session);
  forgetServer(world, poolerIndex, row);
}

/** The backend behind a server connection is gone already. Returns the client that was using it, or NONE. */
export function forgetServer(world: World, poolerIndex: number, row: number): number {
  const pooler = world.s.poolers[poolerIndex];
  const server = pooler.servers[row] as ServerState;
  if (server.state === SERVER.idle) pooler.idle.splice(pooler.idle.indexOf(row), 1);
  if (server.state === SERVER.login) pooler.loggingIn--;
  pooler.servers[row] = null;
  pooler.freeRows.push(row);
  pooler.open--;
  if (pooler.loggingIn === 0) logIn(world, poolerIndex);
  return server.connection;
}

export function failAllWaiting(world: World, poolerIndex: number, outcome: number): void {
  const s = world.s;
  const line = s.poolers[poolerIndex].waiting;
  while (line.head !== NONE) failFirstWaiting(world, poolerIndex, outcome);
}

/** query_wait_timeout: clients that waited too long are disconnected. */
export function expireWaiting(world: World, poolerIndex: number): void {
  const s = world.s;
  const line = s.poolers[poolerIndex].waiting;
  const limit = world.plan.scenario.fleet.poolers[poolerIndex].queryWaitTimeoutUs;
  while (limit > 0 && line.head !== NONE && s.attempts.times[timesOf(line.head) + TIME.lineSince] + limit <= s.nowUs)
    failFirstWaiting(world, poolerIndex, OUTCOME.queryWait);
}

function failFirstWaiting(world: World, poolerIndex: number, outcome: number): void {
  const s = world.s;
  const line = s.poolers[poolerIndex].waiting;
  const row = line.head;
  leaveLine(s.attempts, line, row);
  resume(s, row, outcome);
}
