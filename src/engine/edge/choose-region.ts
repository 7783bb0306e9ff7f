import { mix, uniform } from '../../base/hash.ts';
import type { SitePlan, StreamPlan } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import type { OutlierDetector } from '../protection/outlier-detector.ts';
import { healthyAmong } from './backend-outliers.ts';
import { isSpilled } from './edge-load.ts';
import { proxyFor } from './proxies.ts';
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
  const detector = s.edgeOutliers?.[proxyFor(world, keyHi, keyLo, plan.sites[sites[0]].pointOfPresence)];
  if (isLimited) s.edgeLoad.arrived++;
  for (let at = 0; at < sites.length; at++) {
    const site = plan.sites[sites[at]];
    const { group } = s.services[site.target];
    const healthy = healthyIn(world, site, detector);
    if (healthy === 0) continue;
    chosen = sites[at];
    if (isLimited && isSpilled(s.edgeLoad, site.target, keyHi, keyLo)) continue;
    if (healthy >= ENOUGH_HEALTHY * group.length || at + 1 === sites.length) return site;
    const overflow = 1 - healthy / group.length / ENOUGH_HEALTHY;
    if (uniform(mix(keyHi, keyLo, at, OVERFLOW)) >= overflow || healthyIn(world, plan.sites[sites[at + 1]], detector) === 0) return site;
  }
  return plan.sites[chosen < 0 ? sites[0] : chosen];
}

/** Healthy backends of a region; for a proxy that detects outliers those it has ejected are not. */
function healthyIn({ s }: World, { target }: SitePlan, detector: OutlierDetector | undefined): number {
  const { backends } = s.services[target];
  return detector === undefined || detector.active === 0 ? backends.length : healthyAmong(detector, backends);
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
