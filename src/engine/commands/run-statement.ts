import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { isUp } from '../fleet/answers.ts';
import { scheduleStatementEnd } from '../fleet/end-session.ts';
import { openSession, OWNER, startStatement } from '../fleet/postgres.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** A batch job's long statement: holds a session, and one core while it runs. */
export function runStatement(world: World, command: Extract<FleetCommand, { kind: 'run-statement' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const state = world.s.databases[database];
  if (!isUp(world.s.lifecycles.database.state[database]))
    return refuse(
      'command/no_answer',
      `connection to server at "${world.plan.scenario.fleet.databases[database].host}", port 5432 failed: Connection timed out`,
    );
  const row = openSession(world, database, {
    user: command.user,
    database: world.plan.scenario.fleet.databases[database].databases[0],
    application: command.application,
    clientAddress: '10.132.0.77',
    clientPort: state.nextPort++,
    owner: OWNER.statement,
    ownerRow: -1,
    superuser: false,
    takesSlot: true,
  });
  if (row < 0) return refuse('command/no_slot', 'FATAL:  remaining connection slots are reserved for non-replication superuser connections');
  const session = state.sessions[row];
  if (session !== null) {
    session.xactStartUs = world.s.nowUs;
    startStatement(session, world.s.nowUs, command.statement, '', false);
    state.busyCores++;
    scheduleStatementEnd(world, database, session.pid, command.durationUs);
  }
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'job',
    subject: command.database,
    title: `${command.application} started`,
    detail: `runs on ${command.database} as ${command.user}`,
    actor,
  });
  return DONE;
}
