import { mix, pick } from '../../base/hash.ts';
import type { SitePlan } from '../plan/plan.ts';
import { chooseHost } from '../protection/outlier-detection.ts';
import type { World } from '../world.ts';
import { INT, NONE } from './attempt-table.ts';

const ENDPOINT = 0x65;

/** One of the called service's endpoints, as likely as any other, by the request's key. @returns a pod, NONE without any */
export function chooseEndpoint({ s }: World, row: number, site: SitePlan): number {
  const { endpoints } = s.services[site.target];
  const { ints } = s.attempts;
  const count = endpoints.length;
  if (count === 0) return NONE;
  const draw = mix(ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], ENDPOINT);
  return site.cluster >= 0 ? chooseHost(s, row, site, draw) : endpoints[count === 1 ? 0 : pick(draw, count)];
}
