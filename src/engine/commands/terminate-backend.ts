import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { endSession } from '../fleet/end-session.ts';
import { logPostgres } from '../fleet/postgres.ts';
import { OUTCOME } from '../world.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** `pg_terminate_backend(pid)`: false with a warning when no such backend exists, as PostgreSQL answers. */
export function terminateBackend(world: World, command: Extract<FleetCommand, { kind: 'terminate-backend' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const state = world.s.databases[database];
  const row = state.sessions.findIndex((session) => session !== null && session.pid === command.pid);
  if (row < 0) return refuse('command/no_such_backend', `PID ${command.pid} is not a PostgreSQL backend process`);
  const session = state.sessions[row];
  if (session === null) return refuse('command/no_such_backend', `PID ${command.pid} is not a PostgreSQL backend process`);
  logPostgres(world, database, session.pid, session.user, session.database, 'FATAL', 'terminating connection due to administrator command');
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `backend ${command.pid} terminated`,
    detail: `${session.application || session.user} on ${session.database}`,
    actor,
  });
  endSession(world, database, row, OUTCOME.terminated);
  return { ok: true, data: { terminated: true } };
}
