import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { restore } from '../network/links.ts';
import type { World } from '../world.ts';
import { endsOf, wrongEnds } from '../network/find-link.ts';

/** A link is again as the fleet's file has it. What TCP still tries to send gets through with its next transmission. */
export function restoreLink(world: World, { kind: _, ...link }: Extract<FleetCommand, { kind: 'restore-link' }>): CommandResult {
  const wrong = wrongEnds(world, link);
  if (wrong !== null) return wrong;
  return restore(world, link) ? DONE : refuse('command/link_not_degraded', `the link ${endsOf(link)} is not degraded`);
}
