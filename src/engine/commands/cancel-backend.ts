import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { endSession } from '../fleet/end-session.ts';
import { logPostgres, OWNER, SESSION } from '../fleet/postgres.ts';
import { OUTCOME } from '../world.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** `pg_cancel_backend(pid)`: ends a running batch statement; does nothing to a session that is idle, in a transaction or not. */
export function cancelBackend(world: World, command: Extract<FleetCommand, { kind: 'cancel-backend' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const state = world.s.databases[database];
  const row = state.sessions.findIndex((session) => session !== null && session.pid === command.pid);
  const session = row < 0 ? null : state.sessions[row];
  if (session === null) return refuse('command/no_such_backend', `PID ${command.pid} is not a PostgreSQL backend process`);
  if (session.state === SESSION.active && (session.owner === OWNER.statement || session.owner === OWNER.vacuum)) {
    logPostgres(world, database, session.pid, session.user, session.database, 'ERROR', 'canceling statement due to user request');
    world.recorder.change({
      atUs: world.s.nowUs,
      kind: 'database',
      subject: command.database,
      title: `statement of backend ${command.pid} cancelled`,
      detail: session.application || session.user,
      actor,
    });
    endSession(world, database, row, OUTCOME.terminated);
  }
  return { ok: true, data: { cancelled: true } };
}
