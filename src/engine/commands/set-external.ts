import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

/** Somebody else's service gets slower, or answers errors, or is well again. A fault of the surroundings: nothing writes it into the change feed. */
export function setExternal(world: World, command: Extract<FleetCommand, { kind: 'set-external' }>): CommandResult {
  const { externals = [] } = world.plan.scenario.fleet;
  const at = externals.findIndex(({ name }) => name === command.external);
  const state = world.s.externals?.[at];
  if (state === undefined) {
    const known = externals.length === 0 ? 'the fleet has none' : `there are ${externals.map(({ name }) => name).join(', ')}`;
    return refuse('command/external_not_found', `no external service "${command.external}"; ${known}`);
  }
  state.slowdown = command.slowdown ?? 1;
  state.failures = command.failures ?? externals[at].failures;
  return DONE;
}
