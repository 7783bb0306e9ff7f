import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { stopInstance } from '../fleet/database-life.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** An instance is stopped by its operator, and with it everything that would write to it: fencing. Activation policy NEVER, set through the cloud's control plane. */
export function stopDatabase(world: World, command: Extract<FleetCommand, { kind: 'stop-database' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  if (!stopInstance(world, database)) return refuse('command/instance_stopped', `instance ${command.database} is stopped already`);
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `${command.database} stopped`,
    detail: 'activation policy NEVER',
    actor,
  });
  return DONE;
}
