import { mix, pick } from '../../base/hash.ts';
import { DATABASE } from '../machines/lifecycle.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, joinLine, leaveLine, LINE, NONE, PHASE, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import type { ClientPoolPlan } from '../plan/plan.ts';
import { addConnection, CONNECTION, removeConnection } from './client-pools.ts';
import { answers, packetsPass } from './answers.ts';
import { letsIn } from './passwords.ts';
import { findName } from './pool-names.ts';
import { beginOnServer, clientLeft, finishOnServer } from './pooled-transactions.ts';
import { databaseHost } from '../network/hosts.ts';
import { hang } from './hang.ts';
import { loginUs, reachesPooler } from './store-ways.ts';
import { hopUs, resolveDatabase } from './primary-name.ts';
import { beginTransaction, dropSession, endTransaction, openSession, OWNER } from './postgres.ts';

/** Taking a connection from a pod's pool and giving it back. Transactions begin with the taking and end with the giving back. */

export function poolPlan(world: World, pool: number): ClientPoolPlan {
  const { pools, pods } = world.s;
  return world.plan.services[pods[pools.pod[pool]].service].pools[pools.which[pool]];
}

/** An attempt wants a connection: it resumes with `ok` once a transaction is open on one, or with the reason it got none. */
export function acquire(world: World, row: number, pool: number): void {
  const { pools } = world.s;
  const plan = poolPlan(world, pool);
  const connection = pools.idle[pool].pop();
  if (connection !== undefined) {
    lend(world, row, connection);
    return;
  }
  if (pools.open[pool] < pools.size[pool]) {
    openConnection(world, row, pool, plan);
    return;
  }
  wait(world, row, pool, plan);
}

function wait(world: World, row: number, pool: number, plan: ClientPoolPlan): void {
  const s = world.s;
  const { pools } = s;
  s.attempts.ints[row + INT.phase] = PHASE.waiting;
  joinLine(s, pools.waiting[pool], row, LINE.pool);
  s.attempts.ints[row + INT.connection] = NONE;
  pools.waits[pool]++;
  if (pools.waitScheduled[pool] === 0) {
    pools.waitScheduled[pool] = 1;
    pushEvent(s.queue, s.nowUs + plan.model.acquireTimeoutUs, PRIORITY[EVENT.poolWait], EVENT.poolWait, pool, 0);
  }
}

/** The longest waiter of a pool may have waited out the acquire timeout. */
export function poolWaitDue(world: World, pool: number): void {
  const s = world.s;
  const line = s.pools.waiting[pool];
  const limit = poolPlan(world, pool).model.acquireTimeoutUs;
  while (line.head !== NONE && s.attempts.times[timesOf(line.head) + TIME.lineSince] + limit <= s.nowUs) {
    const row = line.head;
    leaveLine(s.attempts, line, row);
    s.pools.timeouts[pool]++;
    s.pools.failed[pool]++;
    s.pools.waitedUs[pool] += limit;
    resume(s, row, OUTCOME.poolTimeout);
  }
  if (line.head === NONE) s.pools.waitScheduled[pool] = 0;
  else pushEvent(s.queue, s.attempts.times[timesOf(line.head) + TIME.lineSince] + limit, PRIORITY[EVENT.poolWait], EVENT.poolWait, pool, 0);
}

function openConnection(world: World, row: number, pool: number, plan: ClientPoolPlan): void {
  const s = world.s;
  const connection = newConnection(world, pool, plan);
  const t = s.pools.connections;
  const isKnown = plan.pooler < 0 || findName(world, connection);
  if (plan.pooler >= 0 && isKnown && letsIn(world, connection, plan)) {
    // PgBouncer takes a client at once; a server is found when the transaction begins
    lend(world, row, connection);
    return;
  }
  t.attempt[connection] = row;
  s.attempts.ints[row + INT.phase] = PHASE.waiting;
  s.pools.inUse[pool]++;
  if (plan.pooler >= 0) {
    if (isKnown) openingFailed(world, connection, OUTCOME.wrongPassword);
    return;
  }
  t.state[connection] = CONNECTION.credential;
  fetchCredential(world, connection, plan);
}

/** @param ageUs of connections that were there before the simulation began */
function newConnection(world: World, pool: number, plan: ClientPoolPlan, ageUs = 0): number {
  const s = world.s;
  const connection = addConnection(s.pools, pool, resolveDatabase(world, pool, plan), s.nowUs - ageUs, 32_768 + (s.nextName++ % 28_000));
  const t = s.pools.connections;
  if (plan.model.maxLifetimeUs > 0)
    pushEvent(s.queue, s.nowUs - ageUs + plan.model.maxLifetimeUs, PRIORITY[EVENT.connectionExpired], EVENT.connectionExpired, connection, t.guard[connection]);
  return connection;
}

/** A pool opens its minimum when its process starts. @param atOnce the process has been there for long: the connections too */
export function fillPool(world: World, pool: number, atOnce: boolean): void {
  const s = world.s;
  const plan = poolPlan(world, pool);
  const t = s.pools.connections;
  for (let missing = Math.min(plan.model.minIdle, s.pools.size[pool]) - s.pools.open[pool]; missing > 0; missing--) {
    const ageUs = atOnce && plan.model.maxLifetimeUs > 0 ? pick(mix(pool, missing, world.seed, 0x6167), plan.model.maxLifetimeUs) : 0;
    const connection = newConnection(world, pool, plan, ageUs);
    t.attempt[connection] = NONE;
    s.pools.inUse[pool]++;
    if (plan.pooler >= 0 ? atOnce || findName(world, connection) : atOnce && authenticate(world, connection, plan)) {
      if (!atOnce && !letsIn(world, connection, plan)) {
        openingFailed(world, connection, OUTCOME.wrongPassword);
        continue;
      }
      s.pools.inUse[pool]--;
      offerIdle(world, pool, connection, plan);
      continue;
    }
    if (plan.pooler >= 0) continue;
    t.state[connection] = CONNECTION.credential;
    fetchCredential(world, connection, plan);
  }
}

/** Opens the backend of a direct connection; false when no slot is left. */
function authenticate(world: World, connection: number, plan: ClientPoolPlan): boolean {
  const s = world.s;
  const t = s.pools.connections;
  t.session[connection] = openSession(world, t.database[connection], {
    user: plan.model.user,
    database: plan.model.database,
    application: plan.model.applicationName,
    clientAddress: s.pods[s.pools.pod[t.pool[connection]]].record.ip,
    clientPort: t.port[connection],
    owner: OWNER.connection,
    ownerRow: connection,
    superuser: false,
    takesSlot: true,
  });
  return t.session[connection] >= 0;
}

/** A connection nobody holds: to the longest waiter, else idle, else closed when enough are idle. */
function offerIdle(world: World, pool: number, connection: number, plan: ClientPoolPlan): void {
  const s = world.s;
  const line = s.pools.waiting[pool];
  const next = line.head;
  if (next !== NONE) {
    leaveLine(s.attempts, line, next);
    s.pools.waitedUs[pool] += s.nowUs - s.attempts.times[timesOf(next) + TIME.lineSince];
    lend(world, next, connection);
    return;
  }
  s.pools.connections.state[connection] = CONNECTION.idle;
  if (s.pools.idle[pool].length >= plan.model.maxIdle) closeConnection(world, connection);
  else s.pools.idle[pool].push(connection);
}

function fetchCredential(world: World, connection: number, plan: ClientPoolPlan): void {
  const s = world.s;
  const t = s.pools.connections;
  const fetchUs = sampleUs(plan.credential, t.port[connection], connection, t.pool[connection], 0x6372);
  pushEvent(s.queue, s.nowUs + fetchUs, PRIORITY[EVENT.connecting], EVENT.connecting, connection, t.guard[connection]);
}

/** Next stage of opening a direct connection: the credential is there, or the handshake is done. */
export function connecting(world: World, connection: number): void {
  const s = world.s;
  const t = s.pools.connections;
  const pool = t.pool[connection];
  const plan = poolPlan(world, pool);
  const row = t.attempt[connection];
  if (t.state[connection] === CONNECTION.credential && !findName(world, connection)) return;
  if (t.state[connection] >= CONNECTION.unresolved) {
    openingFailed(world, connection, t.state[connection] === CONNECTION.unresolved ? OUTCOME.lookupTimedOut : OUTCOME.noSuchHost);
    return;
  }
  if (t.state[connection] === CONNECTION.handshake || plan.pooler >= 0) {
    if (plan.pooler >= 0 && !letsIn(world, connection, plan)) {
      openingFailed(world, connection, OUTCOME.wrongPassword);
      return;
    }
    s.pools.inUse[pool]--;
    if (row === NONE) offerIdle(world, pool, connection, plan);
    else lend(world, row, connection);
    return;
  }
  if (t.state[connection] === CONNECTION.unanswered && (s.links === undefined || s.nowUs - t.sinceUs[connection] >= plan.model.acquireTimeoutUs)) {
    s.pools.timeouts[pool]++;
    openingFailed(world, connection, OUTCOME.poolTimeout);
    return;
  }
  if (!answers(world, connection)) {
    if (packetsPass(world, connection) && s.lifecycles.database.state[t.database[connection]] === DATABASE.starting) {
      // FATAL: the database system is starting up
      openingFailed(world, connection, OUTCOME.connectionFailure);
      return;
    }
    const waitUs = s.links === undefined ? plan.model.acquireTimeoutUs : nextSynUs(world, connection, plan.model.acquireTimeoutUs);
    t.state[connection] = CONNECTION.unanswered;
    pushEvent(s.queue, s.nowUs + waitUs, PRIORITY[EVENT.connecting], EVENT.connecting, connection, t.guard[connection]);
    return;
  }
  if (!letsIn(world, connection, plan)) {
    openingFailed(world, connection, OUTCOME.wrongPassword);
    return;
  }
  if (!authenticate(world, connection, plan)) {
    openingFailed(world, connection, OUTCOME.slots);
    return;
  }
  t.state[connection] = CONNECTION.handshake;
  let handshake =
    sampleUs(world.plan.connectDuration[t.database[connection]], t.port[connection], connection, pool, 0x636f) + handshakeWayUs(world, plan, connection);
  if (s.links !== undefined)
    handshake += loginUs(world, s.pools.pod[pool], databaseHost(t.database[connection]), t.port[connection], connection, CONNECT_ROUND_TRIPS - 1);
  pushEvent(s.queue, s.nowUs + handshake, PRIORITY[EVENT.connecting], EVENT.connecting, connection, t.guard[connection]);
}

/** Until the kernel knocks again, 1, 3, 7 … s after the first time, or the client has waited for long enough; the packets may pass by then. */
function nextSynUs(world: World, connection: number, limitUs: number): number {
  const { connections } = world.s.pools;
  if (connections.state[connection] !== CONNECTION.unanswered) connections.sinceUs[connection] = world.s.nowUs;
  const waitedUs = world.s.nowUs - connections.sinceUs[connection];
  return Math.min(waitedUs + 1e6, limitUs - waitedUs);
}

/** Round trips of a new connection: TCP, the startup message, authentication. Source: PostgreSQL 15 docs, protocol-flow. */
const CONNECT_ROUND_TRIPS = 3;

function handshakeWayUs(world: World, plan: ClientPoolPlan, connection: number): number {
  return plan.mayCross ? 2 * CONNECT_ROUND_TRIPS * hopUs(world, connection) : 0;
}

function openingFailed(world: World, connection: number, outcome: number): void {
  const s = world.s;
  const t = s.pools.connections;
  const pool = t.pool[connection];
  const row = t.attempt[connection];
  t.session[connection] = NONE;
  s.pools.inUse[pool]--;
  s.pools.failed[pool]++;
  removeConnection(s.pools, connection);
  serveWaiting(world, pool);
  if (row !== NONE) resume(s, row, outcome);
}

/** Gives an open connection to an attempt and begins its transaction. */
function lend(world: World, row: number, connection: number): void {
  const s = world.s;
  const t = s.pools.connections;
  const pool = t.pool[connection];
  s.pools.inUse[pool]++;
  s.pools.taken[pool]++;
  t.state[connection] = CONNECTION.busy;
  t.attempt[connection] = row;
  t.sinceUs[connection] = s.nowUs;
  s.attempts.ints[row + INT.connection] = connection;
  const plan = poolPlan(world, pool);
  if (plan.pooler >= 0) {
    if (s.links !== undefined && !reachesPooler(world, connection)) hang(world, row, connection, true);
    else beginOnServer(world, plan, row, connection);
    return;
  }
  const session = s.databases[t.database[connection]].sessions[t.session[connection]];
  if (session) beginTransaction(session, s.nowUs);
  resume(s, row, OUTCOME.ok);
}

/** COMMIT, or ROLLBACK, and give the connection back. */
export function release(world: World, row: number, commits: boolean): void {
  const s = world.s;
  const connection = s.attempts.ints[row + INT.connection];
  if (connection === NONE) return;
  s.attempts.ints[row + INT.connection] = NONE;
  const t = s.pools.connections;
  const pool = t.pool[connection];
  const plan = poolPlan(world, pool);
  if (plan.pooler >= 0) finishOnServer(world, plan, connection, commits);
  else {
    const session = s.databases[t.database[connection]].sessions[t.session[connection]];
    if (session) endTransaction(world, t.database[connection], session, commits);
  }
  t.attempt[connection] = NONE;
  s.pools.inUse[pool]--;
  if (expired(s.nowUs, t.createdUs[connection], plan.model.maxLifetimeUs)) {
    closeConnection(world, connection);
    serveWaiting(world, pool);
    return;
  }
  offerIdle(world, pool, connection, plan);
}

/** The code path ends without COMMIT or ROLLBACK and without giving the connection back: both stay as they are. */
export function abandon(world: World, row: number): void {
  const s = world.s;
  const connection = s.attempts.ints[row + INT.connection];
  if (connection === NONE) return;
  s.attempts.ints[row + INT.connection] = NONE;
  s.pools.connections.attempt[connection] = NONE;
  s.pools.connections.state[connection] = CONNECTION.abandoned;
}

function expired(nowUs: number, createdUs: number, lifetimeUs: number): boolean {
  return lifetimeUs > 0 && nowUs - createdUs >= lifetimeUs;
}

/** A connection's lifetime is over: an idle one is closed now, one in use when it is given back; the next is opened when next needed. */
export function connectionExpired(world: World, connection: number): void {
  const { pools } = world.s;
  if (pools.connections.state[connection] !== CONNECTION.idle) return;
  const idle = pools.idle[pools.connections.pool[connection]];
  idle.splice(idle.indexOf(connection), 1);
  closeConnection(world, connection);
}

/** The client end closes: an idle connection past its lifetime, or all of a dying pod's. */
export function closeConnection(world: World, connection: number): void {
  const s = world.s;
  const t = s.pools.connections;
  const plan = poolPlan(world, t.pool[connection]);
  if (plan.pooler >= 0) clientLeft(world, plan.pooler, connection);
  else if (t.session[connection] !== NONE) dropSession(s.databases[t.database[connection]], t.session[connection]);
  removeConnection(s.pools, connection);
}

/** The server end is gone (terminated, timed out, pooler closed it): whoever used the connection gets an error, the pool forgets it. */
export function connectionBroken(world: World, connection: number, outcome: number): void {
  const s = world.s;
  const t = s.pools.connections;
  const pool = t.pool[connection];
  const state = t.state[connection];
  const row = t.attempt[connection];
  const database = t.database[connection];
  if (state === CONNECTION.idle) s.pools.idle[pool].splice(s.pools.idle[pool].indexOf(connection), 1);
  else s.pools.inUse[pool]--;
  t.session[connection] = NONE;
  t.server[connection] = NONE;
  removeConnection(s.pools, connection);
  if (row !== NONE && (state === CONNECTION.busy || state === CONNECTION.handshake)) {
    s.attempts.ints[row + INT.connection] = NONE;
    if (s.attempts.ints[row + INT.lineKind] === LINE.cores) leaveLine(s.attempts, s.databases[database].cores, row);
    // in a statement or waiting for a server: it fails now; in a call: at its next statement
    if (s.attempts.ints[row + INT.pending] === 0) resume(s, row, outcome);
  }
  serveWaiting(world, pool);
}

/** The pooler has disconnected a client that had no transaction yet. */
export function poolerDropped(world: World, row: number): void {
  const s = world.s;
  const connection = s.attempts.ints[row + INT.connection];
  s.attempts.ints[row + INT.connection] = NONE;
  const pool = s.pools.connections.pool[connection];
  s.pools.inUse[pool]--;
  s.pools.failed[pool]++;
  removeConnection(s.pools, connection);
  serveWaiting(world, pool);
}

/** Room in the pool: a waiting attempt may open a connection. */
export function serveWaiting(world: World, pool: number): void {
  const s = world.s;
  const line = s.pools.waiting[pool];
  if (line.head === NONE || s.pools.open[pool] >= s.pools.size[pool]) return;
  const row = line.head;
  leaveLine(s.attempts, line, row);
  s.pools.waitedUs[pool] += s.nowUs - s.attempts.times[timesOf(row) + TIME.lineSince];
  openConnection(world, row, pool, poolPlan(world, pool));
}
