import { INT, NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { answers } from './answers.ts';
import { CONNECTION } from './client-pools.ts';
import { connectionBroken, poolPlan } from './connections.ts';
import { hang } from './hang.ts';
import { beginOnServer } from './pooled-transactions.ts';
import { OWNER } from './postgres.ts';

/**
 * Connections whose other end is silent: its machine has no power, or its region is cut off. Nothing refuses and nothing is reset, so whoever waits
 * for an answer waits until packets pass again (the kernel has kept resending), or until its socket timeout; without one until TCP gives up.
 */

/** Linux, tcp_retries2 = 15: about 924 s. Source: kernel docs, ip-sysctl. */
const TCP_GIVES_UP_US = 924.6e6;

/**
 * Whether an attempt's next message to the database gets through. If not, the attempt waits with its program at the same place; if the server has
 * lost the session meanwhile, the connection breaks and the attempt fails.
 */
export function getsThrough(world: World, row: number, connection: number): boolean {
  const { s } = world;
  if (!answers(world, connection)) {
    s.attempts.ints[row + INT.pc]--;
    hang(world, row, connection);
    return false;
  }
  if (s.pools.connections.session[connection] !== NONE) return true;
  connectionBroken(world, connection, OUTCOME.connectionFailure);
  return false;
}

/** Once a second: who goes on, and who has waited for long enough. */
export function retryHung(world: World): void {
  const { s } = world;
  if (s.pools.hung.length === 0) return;
  const t = s.pools.connections;
  const before = s.pools.hung;
  s.pools.hung = [];
  for (const one of before) {
    const { connection, guard, sinceUs } = one;
    const row = t.attempt[connection];
    if (t.guard[connection] !== guard || t.state[connection] !== CONNECTION.busy || row === NONE) continue;
    if (answers(world, connection)) {
      if (one.unbegun === true) beginOnServer(world, poolPlan(world, t.pool[connection]), row, connection);
      else if (t.session[connection] === NONE) connectionBroken(world, connection, OUTCOME.connectionFailure);
      else resume(s, row, OUTCOME.ok);
      continue;
    }
    const { socketTimeoutUs } = poolPlan(world, t.pool[connection]).model;
    if (s.nowUs - sinceUs < (socketTimeoutUs > 0 ? socketTimeoutUs : TCP_GIVES_UP_US)) {
      s.pools.hung.push(one);
      continue;
    }
    leaveServerBehind(world, connection);
    connectionBroken(world, connection, OUTCOME.connectionFailure);
  }
}

/** Nobody can tell the server that its client has left: the session stays, and keeps its slot, until the instance stops. (tcp_keepalives_idle is two hours.) */
function leaveServerBehind(world: World, connection: number): void {
  const { session, database } = world.s.pools.connections;
  const left = world.s.databases[database[connection]].sessions[session[connection]];
  if (left === null || left === undefined || left.owner !== OWNER.connection) return;
  left.owner = OWNER.orphan;
  left.ownerRow = NONE;
}
