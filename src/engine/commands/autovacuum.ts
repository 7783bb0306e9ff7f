import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { scheduleStatementEnd } from '../fleet/end-session.ts';
import { openSession, OWNER, startStatement } from '../fleet/postgres.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** An autovacuum worker starts on a table: it takes no connection slot and, throttled by its cost limit, hardly any time from others. */
export function autovacuum(world: World, command: Extract<FleetCommand, { kind: 'autovacuum' }>): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const state = world.s.databases[database];
  const name = world.plan.scenario.fleet.databases[database].databases[0];
  const row = openSession(world, database, {
    user: '',
    database: name,
    application: '',
    clientAddress: null,
    clientPort: null,
    owner: OWNER.vacuum,
    ownerRow: -1,
    superuser: true,
    takesSlot: false,
  });
  const session = state.sessions[row];
  if (session !== null && session !== undefined) {
    session.xactStartUs = world.s.nowUs;
    startStatement(session, world.s.nowUs, `autovacuum: VACUUM public.${command.table}`, command.table, false);
    scheduleStatementEnd(world, database, session.pid, command.durationUs);
  }
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `autovacuum of ${command.table}`,
    detail: `started on ${command.database}`,
    actor: 'autovacuum launcher',
  });
  return DONE;
}
