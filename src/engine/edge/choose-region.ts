import { mix, uniform } from '../../base/hash.ts';
import type { SitePlan, StreamPlan } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import { isSpilled } from './edge-load.ts';
import type { World } from '../world.ts';

/** Below this share of healthy backends a region's traffic begins to overflow, though the rest might cope. */
const ENOUGH_HEALTHY = 0.5;
const OVERFLOW = 0x6f;

/**
 * The region a user's request goes to: its own, as long as backends there are healthy and not full; less and less of it once fewer than half are
 * healthy, and the next when none is. Source: Google, "Application capacity optimizations with global load balancing" (waterfall by region).
 */
export function chooseRegion(world: World, stream: StreamPlan, keyHi: number, keyLo: number): SitePlan {
  const { plan, s } = world;
  const { sites } = stream;
  const { isLimited } = plan.edge;
  let chosen = -1;
  if (isLimited) s.edgeLoad.arrived++;
  for (let at = 0; at < sites.length; at++) {
    const site = plan.sites[sites[at]];
    const { group, backends } = s.services[site.target];
    if (backends.length === 0) continue;
    chosen = sites[at];
    if (isLimited && isSpilled(s.edgeLoad, site.target, keyHi, keyLo)) continue;
    if (backends.length >= ENOUGH_HEALTHY * group.length || at + 1 === sites.length) return site;
    const overflow = 1 - backends.length / group.length / ENOUGH_HEALTHY;
    if (uniform(mix(keyHi, keyLo, at, OVERFLOW)) >= overflow || s.services[plan.sites[sites[at + 1]].target].backends.length === 0) return site;
  }
  return plan.sites[chosen < 0 ? sites[0] : chosen];
}

/** The same for a further try of a user, which is a request like any other to the load balancer. */
export function chooseAgain(world: World, row: number, tried: SitePlan): SitePlan {
  const { ints } = world.s.attempts;
  const stream = world.plan.streams[ints[ints[row + INT.parent] + INT.parentGuard]];
  if (stream.sites.length === 1) return tried;
  const site = chooseRegion(world, stream, ints[row + INT.keyHi], ints[row + INT.keyLo]);
  ints[row + INT.site] = site.index;
  ints[row + INT.endpoint] = site.endpoint;
  return site;
}
