import { groupChanged } from '../edge/endpoint-group.ts';
import { FLAG, INT, INTS, NONE, PHASE, USER } from '../requests/attempt-table.ts';
import { loseAnswer } from '../requests/lost.ts';
import type { World } from '../world.ts';

/**
 * The network of a region: cut off, nothing gets in or out, and inside all goes on. Nobody is told: packets are dropped, not refused. What is under way
 * between the load balancer's front ends (which are outside every region) and the region's pods is lost; the pods go on with it.
 * @returns whether anything changed
 */
export function isolateRegion(world: World, region: number): boolean {
  const { s } = world;
  if (s.isolated[region] === 1) return false;
  s.isolated[region] = 1;
  const rows = s.attempts.ints.length;
  for (let row = 0; row < rows; row += INTS) if (isAnsweredAcross(world, row, region)) loseAnswer(world, row);
  return true;
}

/** Packets pass again. What was lost stays lost; the controllers inside catch up with what they could not tell anybody. */
export function rejoinRegion(world: World, region: number): boolean {
  const { s } = world;
  if (s.isolated[region] === 0) return false;
  s.isolated[region] = 0;
  for (const { index, region: home } of world.plan.services) if (home === region) groupChanged(world, index);
  return true;
}

/** A request that a pod of the region has, from a user or a person's terminal. */
function isAnsweredAcross(world: World, row: number, region: number): boolean {
  const { ints } = world.s.attempts;
  const phase = ints[row + INT.phase];
  if (
    phase === PHASE.free ||
    phase === PHASE.user ||
    phase === PHASE.backoff ||
    phase === PHASE.lost ||
    phase === PHASE.sending ||
    ints[row + INT.pod] === NONE
  )
    return false;
  if (world.plan.services[world.s.pods[ints[row + INT.pod]].service].region !== region) return false;
  if ((ints[row + INT.flags] & FLAG.synthetic) !== 0) return ints[row + INT.parent] === USER;
  return ints[row + INT.site] !== NONE && world.plan.sites[ints[row + INT.site]].from < 0 && ints[row + INT.parent] >= 0;
}
