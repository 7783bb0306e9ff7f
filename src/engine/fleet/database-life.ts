import { reachable } from '../network/reachable.ts';
import { DATABASE, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { endRecovery } from './checkpoints.ts';
import { endSession } from './end-session.ts';
import { dropSession, logPostgres, OWNER } from './postgres.ts';
import { moveName } from './primary-name.ts';
import { replay, sendTheRest } from './replay.ts';
import { leaveSlot } from './slots.ts';

/** An instance's life: power, its operator's stop and start, promotion. */

/** Boot and crash recovery of an instance with a small backlog of WAL. An assumption. */
const START_US = 20e6;
/** From the request until the instance is a primary: the walreceiver stops, the end-of-recovery record is written. An assumption: Cloud SQL gives no figure. */
const PROMOTE_US = 10e6;

export function losePower(world: World, index: number): void {
  const { s } = world;
  s.databases[index].powered = false;
  const actions = fire(s.lifecycles, 'database', index, 'POWER_LOST');
  if (actions === null) return;
  s.databases[index].life++;
  if (actions.includes('loseSessions')) loseSessions(world, index, OUTCOME.terminated, () => false);
}

export function regainPower(world: World, index: number): void {
  const { s } = world;
  s.databases[index].powered = true;
  if (fire(s.lifecycles, 'database', index, 'POWER_BACK') !== null) boot(world, index);
}

/** Its operator stops it, through the cloud's control plane: that needs no network of the region. False when it is stopped already. */
export function stopInstance(world: World, index: number): boolean {
  const { s } = world;
  if (s.lifecycles.database.state[index] === DATABASE.primary) sendTheRest(world, index);
  const actions = fire(s.lifecycles, 'database', index, 'STOP');
  if (actions === null) return false;
  s.databases[index].life++;
  if (!actions.includes('closeSessions')) return true;
  logPostgres(world, index, 1, '', '', 'LOG', 'received fast shutdown request');
  tellClients(world, index, OUTCOME.terminated);
  logPostgres(world, index, 1, '', '', 'LOG', 'database system is shut down');
  return true;
}

/** False when it isn't stopped. */
export function startInstance(world: World, index: number): boolean {
  if (fire(world.s.lifecycles, 'database', index, 'START') === null) return false;
  boot(world, index);
  return true;
}

function boot(world: World, index: number): void {
  const { s } = world;
  s.databases[index].life++;
  pushEvent(s.queue, s.nowUs + START_US, PRIORITY[EVENT.databaseReady], EVENT.databaseReady, index, s.databases[index].life);
}

/** What a process says whose new WAL file finds no room. Source: PostgreSQL 15 xlog.c, XLogFileInitInternal. */
export function noSpaceFor(pid: number): string {
  return `could not write to file "pg_wal/xlogtemp.${pid}": No space left on device`;
}

/** A backend panics: all others are ended with it, and the postmaster begins crash recovery. Clients see their connections close. Source: PostgreSQL 15 postmaster.c, HandleChildCrash. */
export function crash(world: World, index: number, pid: number, text: string): void {
  const log = (level: 'LOG' | 'PANIC', words: string): void => logPostgres(world, index, level === 'PANIC' ? pid : 1, '', '', level, words);
  if (fire(world.s.lifecycles, 'database', index, 'CRASHED') === null) return;
  log('PANIC', text);
  log('LOG', `server process (PID ${pid}) was terminated by signal 6: Aborted`);
  log('LOG', 'terminating any other active server processes');
  tellClients(world, index, OUTCOME.connectionFailure);
  log('LOG', 'all server processes terminated; reinitializing');
  boot(world, index);
}

/** The startup process has failed and the server with it; whoever watches over it starts it again. */
function failToStart(world: World, index: number): void {
  const pid = world.s.databases[index].nextPid++;
  logPostgres(world, index, pid, '', '', 'FATAL', noSpaceFor(pid));
  logPostgres(world, index, 1, '', '', 'LOG', `startup process (PID ${pid}) exited with exit code 1`);
  logPostgres(world, index, 1, '', '', 'LOG', 'aborting startup due to startup process failure');
  logPostgres(world, index, 1, '', '', 'LOG', 'database system is shut down');
  boot(world, index);
}

/** A standby begins to become a primary: it receives nothing more. False when it isn't one. */
export function promote(world: World, index: number): boolean {
  const { s } = world;
  if (fire(s.lifecycles, 'database', index, 'PROMOTE') === null) return false;
  logPostgres(world, index, 1, '', '', 'LOG', 'received promote request');
  pushEvent(s.queue, s.nowUs + PROMOTE_US, PRIORITY[EVENT.databaseReady], EVENT.databaseReady, index, s.databases[index].life);
  return true;
}

/** It has booted, or its promotion has had its time. */
export function databaseReady(world: World, index: number): void {
  const { s } = world;
  const { wal, life } = s.databases[index];
  if (s.lifecycles.database.state[index] !== DATABASE.promoting) {
    if (!endRecovery(world, index)) {
      failToStart(world, index);
      return;
    }
    fire(s.lifecycles, 'database', index, wal !== null && wal.upstream >= 0 ? 'READY_AS_STANDBY' : 'READY_AS_PRIMARY');
    logPostgres(world, index, 1, '', '', 'LOG', `database system is ready to accept ${wal !== null && wal.upstream >= 0 ? 'read-only ' : ''}connections`);
    return;
  }
  if (wal === null) return;
  replay(world, index, wal);
  // all that was received is replayed first, however long a query holds that up
  if (wal.received > 0) pushEvent(s.queue, s.nowUs + 1e6, PRIORITY[EVENT.databaseReady], EVENT.databaseReady, index, life);
  else beginTimeline(world, index);
}

/** Histories part here: what the old primary has beyond this is lost, and what it still commits is in conflict. */
function beginTimeline(world: World, index: number): void {
  const { s, plan } = world;
  const { wal } = s.databases[index];
  if (wal === null || fire(s.lifecycles, 'database', index, 'REPLAYED') === null) return;
  const old = s.databases[wal.upstream].wal;
  const { replication } = s;
  if (old !== null) {
    replication.lostWrites += old.transactions - wal.transactions;
    old.superseded = true;
    leaveSlot(world, wal.upstream, index, wal.transactions);
  }
  wal.upstream = -1;
  wal.timeline++;
  wal.length = 0;
  wal.streaming = false;
  wal.heldSinceUs = -1;
  logPostgres(world, index, 1, '', '', 'LOG', `selected new timeline ID: ${wal.timeline}`);
  logPostgres(world, index, 1, '', '', 'LOG', 'database system is ready to accept connections');
  moveName(world, plan.firstPrimary[index], index);
}

/** All sessions end; those who are cut off from the instance hear nothing of it. */
function tellClients(world: World, index: number, outcome: number): void {
  const { s, plan } = world;
  loseSessions(world, index, outcome, (connection) => {
    const { pools, pods } = s;
    const { region } = plan.services[pods[pools.pod[pools.connections.pool[connection]]].service];
    return reachable(world, region, plan.databaseRegions[index]);
  });
}

/** All sessions end. @param isTold whether the client of a connection learns of it; another one waits for answers until it does */
function loseSessions(world: World, index: number, outcome: number, isTold: (connection: number) => boolean): void {
  const { s } = world;
  const database = s.databases[index];
  for (let row = 0; row < database.sessions.length; row++) {
    const session = database.sessions[row];
    if (session === null || session.owner === OWNER.resident) continue;
    if (session.owner === OWNER.connection && !isTold(session.ownerRow)) {
      s.pools.connections.session[session.ownerRow] = NONE;
      dropSession(database, row);
    } else endSession(world, index, row, outcome);
  }
}
