import { DATABASE } from '../machines/lifecycle.ts';
import { databaseHost } from '../network/hosts.ts';
import { passes } from '../network/packets.ts';
import { reachable } from '../network/reachable.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { isUp } from './answers.ts';
import { endSession } from './end-session.ts';
import { logPostgres, NEVER, OWNER } from './postgres.ts';
import { makeFiles } from './disk.ts';
import { streamRefusal } from './slots.ts';
import { receivedBy } from './wal-positions.ts';
import { expectAt, type WalState, wayUs } from './wal.ts';

/** A standby's side of streaming replication: receiving, replaying, and what holds replay up. */

/** Whether WAL comes through: both run, and packets pass between their regions. */
function hearsPrimary(world: World, standby: number, wal: WalState): boolean {
  const { lifecycles } = world.s;
  const { databaseRegions } = world.plan;
  const states = lifecycles.database.state;
  if (world.s.links !== undefined && !passes(world, databaseHost(wal.upstream), databaseHost(standby))) return false;
  return (
    states[standby] === DATABASE.standby &&
    isUp(states[wal.upstream]) &&
    reachable(world, databaseRegions[wal.upstream], databaseRegions[standby]) &&
    (!world.plan.hasDisks || takesMore(world, standby))
  );
}

/** Whether its primary still has what it needs, and its own disk has room for it. */
function takesMore(world: World, standby: number): boolean {
  const { disk } = world.s.databases[standby];
  if (disk?.full === true) return false;
  const refusal = streamRefusal(world, standby);
  if (refusal !== null && world.s.nowUs % RETRY_INTERVAL_US === 0) logPostgres(world, standby, RECEIVER_PID, '', '', 'FATAL', refusal);
  return refusal === null;
}

/** wal_retrieve_retry_interval. Source: PostgreSQL 15 guc_tables.c. */
const RETRY_INTERVAL_US = 5e6;
const RECEIVER_PID = 1398;

/** The next transactions are there, unless the link broke while they were on the way. */
export function walArrives(world: World, standby: number): void {
  const wal = world.s.databases[standby].wal;
  if (wal === null || wal.upstream < 0) return;
  wal.expected = false;
  if (!hearsPrimary(world, standby, wal)) {
    wal.streaming = false;
    return;
  }
  const { nowUs } = world.s;
  const sinceUs = nowUs - wayUs(world, wal.upstream, standby);
  const mask = wal.ahead.length - 1;
  while (wal.received < wal.length && wal.ahead[(wal.head + wal.received) & mask] <= sinceUs) wal.received++;
  wal.heardUs = nowUs;
  storeReceived(world, standby, wal);
  if (wal.received < wal.length) expectAt(world, standby, wal, wal.ahead[(wal.head + wal.received) & mask] + nowUs - sinceUs);
  replay(world, standby, wal);
}

/** A walreceiver that finds no room for the next file ends; the standby goes on without it. Source: PostgreSQL 15 walreceiver.c. */
function storeReceived(world: World, standby: number, wal: WalState): void {
  const { disk } = world.s.databases[standby];
  if (disk === undefined) return;
  const had = disk.full;
  disk.full = !makeFiles(world, standby, disk, receivedBy(wal));
  if (disk.full && !had)
    logPostgres(world, standby, RECEIVER_PID, '', '', 'FATAL', `could not write to file "pg_wal/xlogtemp.${RECEIVER_PID}": No space left on device`);
}

/** A primary that shuts down cleanly first sends what its standbys lack, to those that hear it. Source: PostgreSQL 15 docs, warm-standby; walsender.c. */
export function sendTheRest(world: World, primary: number): void {
  for (const standby of world.plan.standbys[primary]) {
    const { wal } = world.s.databases[standby];
    if (wal === null || wal.upstream !== primary || !wal.streaming || !hearsPrimary(world, standby, wal)) continue;
    wal.received = wal.length;
    storeReceived(world, standby, wal);
    replay(world, standby, wal);
  }
}

/** Once a second: a broken stream is taken up where it stopped, and a replay that is held up looks whether it may go on. */
export function followPrimary(world: World, standby: number): void {
  const wal = world.s.databases[standby].wal;
  if (wal === null || wal.upstream < 0) return;
  const { nowUs } = world.s;
  if (!hearsPrimary(world, standby, wal)) wal.streaming = false;
  else {
    // keepalives, also when nothing is written
    wal.heardUs = nowUs;
    wal.streaming = true;
    if (wal.received < wal.length && !wal.expected) expectAt(world, standby, wal, nowUs + 2 * wayUs(world, wal.upstream, standby));
  }
  if (isUp(world.s.lifecycles.database.state[standby])) replay(world, standby, wal);
}

/**
 * Replays what has been received. A long query's snapshot needs row versions that the primary, which knows nothing of it, has pruned: under steady
 * updates the next transactions carry such a prune, so replay waits. It waits for max_standby_streaming_delay since they were received, then the query
 * is cancelled; -1 waits for ever. Source: PostgreSQL 15 docs, hot-standby (handling query conflicts); procarray.c, standby.c.
 */
export function replay(world: World, standby: number, wal: WalState): void {
  if (wal.received === 0) return;
  const { nowUs, databases } = world.s;
  if (isHeldUp(world, standby)) {
    if (wal.heldSinceUs < 0) wal.heldSinceUs = nowUs;
    const limitMs = Number(databases[standby].settings['max_standby_streaming_delay']);
    if (limitMs < 0 || nowUs - wal.heldSinceUs < limitMs * 1000) return;
    cancelConflicting(world, standby);
  }
  wal.heldSinceUs = -1;
  wal.transactions += wal.received;
  wal.lastCommitUs = wal.ahead[(wal.head + wal.received - 1) & (wal.ahead.length - 1)];
  wal.head = (wal.head + wal.received) & (wal.ahead.length - 1);
  wal.length -= wal.received;
  wal.received = 0;
}

function isHeldUp(world: World, standby: number): boolean {
  for (const session of world.s.databases[standby].sessions)
    if (session !== null && session.owner === OWNER.statement && session.xactStartUs !== NEVER) return true;
  return false;
}

function cancelConflicting(world: World, standby: number): void {
  const { sessions } = world.s.databases[standby];
  for (let row = 0; row < sessions.length; row++) {
    const session = sessions[row];
    if (session === null || session.owner !== OWNER.statement) continue;
    logPostgres(world, standby, session.pid, session.user, session.database, 'ERROR', 'canceling statement due to conflict with recovery');
    endSession(world, standby, row, OUTCOME.terminated);
  }
}
