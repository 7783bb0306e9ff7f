import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

/** More arrivals on one route for a while, from every client class. */
export function trafficBurst(world: World, command: Extract<FleetCommand, { kind: 'traffic-burst' }>): CommandResult {
  const streams = world.plan.streams.flatMap((stream, index) => (stream.route === command.route ? [index] : []));
  if (streams.length === 0) return refuse('command/route_not_found', `no route "${command.route}"`);
  if (!(command.multiplier >= 0 && command.multiplier <= 50)) return refuse('command/bad_multiplier', 'a burst multiplies arrivals by 0 to 50');
  for (const stream of streams) world.s.bursts.push({ stream, multiplier: command.multiplier, untilUs: world.s.nowUs + command.durationUs });
  return DONE;
}
