import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { connectionBroken } from './connections.ts';
import { forgetServer } from './pooled-transactions.ts';
import { dropSession, logPostgres, OWNER, SESSION } from './postgres.ts';

/** A backend ends from the server's side: its client, or the pooler and the client behind it, lose their connection. */
export function endSession(world: World, database: number, row: number, outcome: number): void {
  const state = world.s.databases[database];
  const session = state.sessions[row];
  if (session === null || session === undefined) return;
  const { owner, ownerRow } = session;
  if (owner === OWNER.statement) state.busyCores--;
  dropSession(state, row);
  if (owner === OWNER.connection) connectionBroken(world, ownerRow, outcome);
  if (owner === OWNER.server) {
    const pooler = world.words.databaseOfPooler.indexOf(database);
    const connection = forgetServer(world, pooler, ownerRow);
    // PgBouncer disconnects the client whose server died inside a transaction
    if (connection !== NONE) connectionBroken(world, connection, outcome);
  }
}

/** idle_in_transaction_session_timeout, looked at once a second. Source: PostgreSQL 15 postgres.c. */
export function expireIdleTransactions(world: World, database: number): void {
  const s = world.s;
  const state = s.databases[database];
  const limitMs = Number(state.settings['idle_in_transaction_session_timeout']);
  if (!(limitMs > 0)) return;
  for (let row = 0; row < state.sessions.length; row++) {
    const session = state.sessions[row];
    if (session === null || session.state !== SESSION.idleInTransaction || s.nowUs - session.stateChangeUs < limitMs * 1000) continue;
    logPostgres(world, database, session.pid, session.user, session.database, 'FATAL', 'terminating connection due to idle-in-transaction timeout');
    endSession(world, database, row, OUTCOME.idleTimeout);
  }
}

/** A long statement or vacuum is over: its session closes. */
export function statementDone(world: World, database: number, pid: number): void {
  const state = world.s.databases[database];
  const row = state.sessions.findIndex((session) => session !== null && session.pid === pid);
  if (row < 0) return;
  const session = state.sessions[row];
  if (session?.owner === OWNER.statement) state.busyCores--;
  dropSession(state, row);
}

export function scheduleStatementEnd(world: World, database: number, pid: number, durationUs: number): void {
  pushEvent(world.s.queue, world.s.nowUs + durationUs, PRIORITY[EVENT.statement], EVENT.statement, database, pid);
}
