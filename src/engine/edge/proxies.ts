import { mix, pick } from '../../base/hash.ts';
import type { SitePlan } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

const PROXY = 0x78;

/** A user's requests of one page come through one proxy; which, follows from the request's key. */
export function proxyFor({ plan }: World, keyHi: number, keyLo: number, pointOfPresence: number): number {
  const { firstProxy, proxies } = plan.edge.pointsOfPresence[pointOfPresence];
  return proxies === 1 ? firstProxy : firstProxy + pick(mix(keyHi, keyLo, 0, PROXY), proxies);
}

export function proxyOf(world: World, row: number, site: SitePlan): number {
  const { ints } = world.s.attempts;
  return proxyFor(world, ints[row + INT.keyHi], ints[row + INT.keyLo], site.pointOfPresence);
}
