import type { World } from '../world.ts';
import { zonesOf } from './hosts.ts';
import type { LinkState } from './links.ts';

/** Whether a kubelet's reports do not get to its control plane, which is in the region and in none of its zones. */
export function isUnheard({ s }: World, node: number): boolean {
  return s.links !== undefined && node >= 0 && s.links.unheardUs[node] >= 0;
}

/** The same as the links are now: it takes both ways to be heard. */
export function isOutOfContact(world: World, links: LinkState, node: number): boolean {
  const { region } = world.s.nodes[node];
  const home = zonesOf(world.plan.scenario.fleet).findIndex((place) => place.region === region && place.zone === null);
  const zone = links.zoneOfNode[node];
  const isCut = (found: readonly number[] | null | undefined): boolean => found?.some((condition) => links.conditions[condition].cut) ?? false;
  return (
    isCut(links.betweenZones[zone * links.zones + home]) ||
    isCut(links.betweenZones[home * links.zones + zone]) ||
    isCut(links.fromNode[node]) ||
    isCut(links.toNode[node])
  );
}
