import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

/** Something outside the fleet that people tell each other of: an app in the stores, a provider's notice. Only the feed knows it. */
export function announce(world: World, command: Extract<FleetCommand, { kind: 'announce' }>, actor: string): CommandResult {
  const { subject, title, detail } = command;
  world.recorder.change({ atUs: world.s.nowUs, kind: 'notice', subject, title, detail, actor });
  return DONE;
}
