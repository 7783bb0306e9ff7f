import { type CommandResult, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

/** @returns the secret's place in the fleet, or a refusal in the API server's words */
export function findSecret(world: World, name: string): number | CommandResult {
  const at = world.plan.scenario.fleet.secrets?.findIndex((secret) => secret.name === name) ?? -1;
  return at < 0 ? refuse('command/secret_not_found', `secrets "${name}" not found`) : at;
}
