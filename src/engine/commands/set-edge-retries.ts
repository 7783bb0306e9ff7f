import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

export const MOST_RETRIES = 10;

/** The retry policy of the load balancer's URL map. */
export function setEdgeRetries(world: World, command: Extract<FleetCommand, { kind: 'set-edge-retries' }>, actor: string): CommandResult {
  const { retries } = command;
  if (!Number.isInteger(retries) || retries < 0 || retries > MOST_RETRIES)
    return refuse('command/bad_retries', `Invalid value for field 'retryPolicy.numRetries': '${retries}'. Must be between 0 and ${MOST_RETRIES}.`);
  const before = world.s.edgeRetries;
  if (before === retries) return DONE;
  world.s.edgeRetries = retries;
  const { name } = world.plan.scenario.fleet.loadBalancer;
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: name,
    title: `${name} numRetries = ${retries}`,
    detail: `was ${before}; requests without a body, on gateway-error`,
    actor,
  });
  return DONE;
}
