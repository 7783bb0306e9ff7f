import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { startInstance } from '../fleet/database-life.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** A stopped instance runs again, in the role it had. Activation policy ALWAYS, set through the cloud's control plane. */
export function startDatabase(world: World, command: Extract<FleetCommand, { kind: 'start-database' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  if (!world.s.databases[database].powered) return refuse('command/no_power', 'The instance could not be started: its zone is unavailable.');
  if (!startInstance(world, database)) return refuse('command/instance_running', `instance ${command.database} is not stopped`);
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `${command.database} started`,
    detail: 'activation policy ALWAYS',
    actor,
  });
  return DONE;
}
