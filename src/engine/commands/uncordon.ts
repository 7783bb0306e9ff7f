import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import { setSchedulable } from '../nodes/set-schedulable.ts';

/** `kubectl uncordon`. */
export function uncordon(world: World, command: Extract<FleetCommand, { kind: 'uncordon' }>, actor: string): CommandResult {
  return setSchedulable(world, command.node, true, actor);
}
