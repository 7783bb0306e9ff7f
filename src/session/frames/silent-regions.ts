import type { World } from '../../engine/world.ts';

/** What the map says of things that nothing is heard from. */
export const SILENT = 'silent';

/** Regions that nothing gets through to: what runs there goes on, and nobody outside sees it. */
export function silentRegions(world: World): string[] {
  return world.plan.scenario.fleet.regions.flatMap(({ name }, region) => (world.s.isolated[region] === 0 ? [] : [name]));
}
