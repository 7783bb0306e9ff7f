import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { isolateRegion as isolate } from '../network/regions.ts';
import type { World } from '../world.ts';
import { findRegion } from './find.ts';

/** A region's network is cut. A fault of the surroundings: nothing writes it into the change feed. */
export function isolateRegion(world: World, command: Extract<FleetCommand, { kind: 'isolate-region' }>): CommandResult {
  const region = findRegion(world, command.region);
  if (typeof region !== 'number') return region;
  return isolate(world, region) ? DONE : refuse('command/region_isolated', `region "${command.region}" is cut off already`);
}
