import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { drainZone } from '../edge/endpoint-group.ts';
import type { World } from '../world.ts';

/** Takes the endpoint group of a zone out of the load balancer's backend service (capacity scaler 0), or in again (1). Shares in between are not simulated. */
export function setEdgeCapacity(world: World, command: Extract<FleetCommand, { kind: 'set-edge-capacity' }>, actor: string): CommandResult {
  const { zone, scaler } = command;
  const zones = world.plan.scenario.fleet.regions.flatMap((region) => region.zones);
  if (!zones.includes(zone)) return refuse('command/zone_not_found', `no zone "${zone}"; there are ${zones.join(', ')}`);
  if (scaler !== 0 && scaler !== 1) return refuse('command/bad_capacity', `Invalid value for field 'capacityScaler': '${scaler}'. Simulated are 0 and 1.`);
  if (!drainZone(world, zone, scaler === 0)) return DONE;
  const { name } = world.plan.scenario.fleet.loadBalancer;
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: name,
    title: `${name} ${zone}: capacity scaler ${scaler}`,
    detail: scaler === 0 ? 'no new requests go to its endpoints' : 'its endpoints take requests again',
    actor,
  });
  return DONE;
}
