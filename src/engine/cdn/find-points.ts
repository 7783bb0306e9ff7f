import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import type { CdnPoint } from './cdn-state.ts';

/** The CDN at the point of presence a command names, or at all of them. */
export function findPoints({ plan, s }: World, name: string | undefined): CdnPoint[] | CommandResult {
  if (s.cdn === undefined) return refuse('command/no_cdn', 'the fleet has no CDN');
  const { pointsOfPresence } = plan.edge;
  const found = s.cdn.points.filter((_, at) => name === undefined || pointsOfPresence[at].name === name);
  if (found.length > 0) return found;
  return refuse('command/point_of_presence_not_found', `no point of presence "${name}"; there are ${pointsOfPresence.map((point) => point.name).join(', ')}`);
}
