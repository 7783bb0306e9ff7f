import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import { setSchedulable } from '../nodes/set-schedulable.ts';

/** `kubectl cordon`. */
export function cordon(world: World, command: Extract<FleetCommand, { kind: 'cordon' }>, actor: string): CommandResult {
  return setSchedulable(world, command.node, false, actor);
}
