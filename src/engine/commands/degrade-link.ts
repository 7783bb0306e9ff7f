import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { degrade } from '../network/links.ts';
import type { World } from '../world.ts';
import { wrongEnds } from '../network/find-link.ts';

/** The network between two places gets worse, or differently bad. A fault of the surroundings: nothing writes it into the change feed. */
export function degradeLink(world: World, { kind: _, ...link }: Extract<FleetCommand, { kind: 'degrade-link' }>): CommandResult {
  const wrong = wrongEnds(world, link);
  if (wrong !== null) return wrong;
  const { delay, loss = 0, partition = false } = link;
  if (loss < 0 || loss > 1) return refuse('command/bad_link', `loss is a share of packets from 0 to 1, not ${loss}`);
  if (delay === undefined && loss === 0 && !partition)
    return refuse('command/bad_link', 'a degraded link has a delay, a loss or a partition; restore-link puts it right again');
  degrade(world, link);
  return DONE;
}
