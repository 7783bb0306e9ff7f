import { TARGET_DOWN, TARGET_UP } from '../../contract/metrics.ts';
import { OUTSIDE } from '../network/hosts.ts';
import { hasLinks, passes } from '../network/packets.ts';
import type { World } from '../world.ts';

/** Prometheus stands outside the regions: a scrape of a target in one that is cut off times out, so its `up` is 0 and its other series are stale. */
export function upFromOutside(world: World): Uint8Array {
  const { meters, isolated, links, pods } = world.s;
  if (!isolated.includes(1) && !hasLinks(links)) return meters.up;
  const up = meters.up.slice();
  if (hasLinks(links))
    pods.forEach(({ record }, pod) => {
      if (record.target >= 0 && up[record.target] === TARGET_UP && record.node >= 0 && !passes(world, OUTSIDE, pod)) up[record.target] = TARGET_DOWN;
    });
  for (let target = 0; target < meters.targets.length; target++)
    if (up[target] === TARGET_UP && isolated[regionOf(world, target)] === 1) up[target] = TARGET_DOWN;
  return up;
}

/** Place of the region a target is in, -1 for the load balancer's. Exporters of data stores are beside them, and named for them. */
function regionOf(world: World, target: number): number {
  const { fleet } = world.plan.scenario;
  const { labels, instance } = world.s.meters.targets[target];
  const name = instance.slice(0, instance.lastIndexOf(':'));
  const store = [...fleet.databases, ...fleet.poolers, ...fleet.caches, fleet.kafka].find((candidate) => candidate?.name === name);
  const region = labels.region ?? store?.region;
  return fleet.regions.findIndex((candidate) => candidate.name === region);
}
