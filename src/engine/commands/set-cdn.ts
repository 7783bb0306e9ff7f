import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { findPoints } from '../cdn/find-points.ts';
import type { World } from '../world.ts';

/** The CDN gets slower at a point of presence, or everywhere, or fails, or is well again. A fault of the surroundings: nothing writes it into the change feed. */
export function setCdn(world: World, command: Extract<FleetCommand, { kind: 'set-cdn' }>): CommandResult {
  const points = findPoints(world, command.pointOfPresence);
  if (!Array.isArray(points)) return points;
  for (const point of points) {
    point.slowdown = command.slowdown ?? 1;
    point.failures = command.failures ?? 0;
  }
  return DONE;
}
