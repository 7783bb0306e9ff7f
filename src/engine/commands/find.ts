import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

/** Names to rows, with the refusal the API server would give. */
export function findService(world: World, name: string): number | CommandResult {
  return world.plan.serviceIndex.get(name) ?? refuse('command/deployment_not_found', `deployments.apps "${name}" not found`);
}

export function findDatabase(world: World, name: string): number | CommandResult {
  return (
    world.plan.databaseIndex.get(name) ?? refuse('command/database_not_found', `could not translate host name "${name}" to address: Name or service not known`)
  );
}
