import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { promote } from '../fleet/database-life.ts';
import { DATABASE } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** A replica becomes a stand-alone primary: `gcloud sql instances promote-replica`. Nobody asks whether the old primary still takes writes. */
export function promoteDatabase(world: World, command: Extract<FleetCommand, { kind: 'promote-database' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const state = world.s.lifecycles.database.state[database];
  if (state === DATABASE.fenced || state === DATABASE.down || state === DATABASE.starting)
    return refuse('command/instance_not_running', 'The operation is not allowed because the instance is not running.');
  if (!promote(world, database)) return refuse('command/not_a_replica', 'The requested operation is not valid for the instance: it is not a read replica.');
  const { upstream } = world.s.databases[database].wal ?? { upstream: -1 };
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `${command.database} promoted`,
    detail: `no longer a replica of ${world.plan.scenario.fleet.databases[upstream]?.name ?? ''}`,
    actor,
  });
  return DONE;
}
