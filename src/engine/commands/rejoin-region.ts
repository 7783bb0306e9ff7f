import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { rejoinRegion as rejoin } from '../network/regions.ts';
import type { World } from '../world.ts';
import { findRegion } from './find.ts';

/** A region's network works again. */
export function rejoinRegion(world: World, command: Extract<FleetCommand, { kind: 'rejoin-region' }>): CommandResult {
  const region = findRegion(world, command.region);
  if (typeof region !== 'number') return region;
  return rejoin(world, region) ? DONE : refuse('command/region_not_isolated', `region "${command.region}" is not cut off`);
}
