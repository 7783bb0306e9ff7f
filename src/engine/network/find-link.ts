import type { Link } from '../../contract/network.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { linkProblem, PLACE_KINDS, placeOf } from '../../contract/network.ts';
import { namesOf } from './hosts.ts';
import type { World } from '../world.ts';

/** A link's ends in words. */
export function endsOf({ from, to, oneWay = false }: Link): string {
  return `${oneWay ? 'from' : 'between'} ${from} ${oneWay ? 'to' : 'and'} ${to ?? 'everybody else'}`;
}

/** Why there is no such link; null when there is. */
export function wrongEnds(world: World, link: Link): CommandResult | null {
  for (const text of link.to === undefined ? [link.from] : [link.from, link.to]) {
    const { kind, name } = placeOf(text);
    const names = namesOf(world, kind);
    if (!names.includes(name) && PLACE_KINDS.some((known) => known === kind))
      return refuse('command/place_not_found', `no ${kind} "${name}"; there ${names.length === 0 ? 'is none' : `are ${names.join(', ')}`}`);
  }
  const problem = linkProblem(link, (zone) => regionOf(world, zone));
  return problem === null ? null : refuse('command/bad_link', problem);
}

function regionOf(world: World, zone: string): string | undefined {
  return world.plan.scenario.fleet.regions.find(({ zones }) => zones.includes(zone))?.name;
}
