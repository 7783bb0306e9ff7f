import { isPathPattern, objectsNamed } from '../../contract/cdn.ts';
import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { findPoints } from '../cdn/find-points.ts';
import { cacheClear, cacheForget } from '../fleet/cache.ts';
import type { World } from '../world.ts';

/** Invalidates what the CDN has kept. What is being fetched from the origin at the moment is kept when it comes. */
export function purgeCdn(world: World, command: Extract<FleetCommand, { kind: 'purge-cdn' }>, actor: string): CommandResult {
  const { path = '/*', pointOfPresence } = command;
  const points = findPoints(world, pointOfPresence);
  if (!Array.isArray(points)) return points;
  if (!isPathPattern(path))
    return refuse(
      'command/bad_path',
      `Invalid value for field 'resource.path': '${path}'. Path patterns begin with / and have a * only at their end, after a /.`,
    );
  const named = objectsNamed(path);
  for (const { cache } of points) {
    if (named === 'all') cacheClear(cache);
    else if (named < cache.entryOfKey.length) cacheForget(cache, named);
  }
  const { name } = world.plan.scenario.fleet.loadBalancer;
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: name,
    title: `${name}: CDN cache invalidated, ${path}`,
    detail: pointOfPresence === undefined ? 'at all points of presence' : `at ${pointOfPresence}`,
    actor,
  });
  return DONE;
}
