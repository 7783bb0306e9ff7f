import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { isUp } from '../fleet/answers.ts';
import { SLOT } from '../fleet/disk.ts';
import { senderOf, slotName } from '../fleet/slots.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** `pg_drop_replication_slot()`: WAL is no longer kept for its standby, which cannot go on without it. Goes with the next checkpoint. Source of the words: PostgreSQL 15 slot.c. */
export function dropReplicationSlot(world: World, command: Extract<FleetCommand, { kind: 'drop-replication-slot' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const { s } = world;
  if (!isUp(s.lifecycles.database.state[database]))
    return refuse(
      'command/no_answer',
      `connection to server at "${world.plan.scenario.fleet.databases[database].host}", port 5432 failed: FATAL:  the database system is starting up`,
    );
  const slot = s.databases[database].disk?.slots.find((one) => one.status !== SLOT.dropped && slotName(world, one) === command.slot);
  if (slot === undefined) return refuse('command/slot_not_found', `replication slot "${command.slot}" does not exist`);
  const pid = senderOf(world, database, slot);
  if (pid !== null) return refuse('command/slot_active', `replication slot "${command.slot}" is active for PID ${pid}`);
  slot.status = SLOT.dropped;
  world.recorder.change({
    atUs: s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `replication slot ${command.slot} dropped`,
    detail: `on ${command.database}`,
    actor,
  });
  return DONE;
}
