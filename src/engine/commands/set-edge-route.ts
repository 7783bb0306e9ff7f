import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import { MOST_RETRIES } from './set-edge-retries.ts';

/** A route rule of the load balancer's URL map: its timeout and retry policy. What is under way keeps the timeout it began with. */
export function setEdgeRoute(world: World, command: Extract<FleetCommand, { kind: 'set-edge-route' }>, actor: string): CommandResult {
  const { name, routes } = world.plan.scenario.fleet.loadBalancer;
  const { edgeRoutes } = world.s;
  if (routes === undefined || edgeRoutes === undefined) return refuse('command/no_route_rules', `the URL map ${name} has no route rules`);
  const at = routes.findIndex(({ route }) => route === command.route);
  if (at < 0) return refuse('command/route_rule_not_found', `no route rule for "${command.route}"; there are ${routes.map(({ route }) => route).join(', ')}`);
  const before = edgeRoutes[at];
  const { timeoutUs = before.timeoutUs, retries = before.retries } = command;
  if (!Number.isInteger(timeoutUs) || timeoutUs <= 0)
    return refuse('command/bad_timeout', `Invalid value for field 'routeAction.timeout': '${timeoutUs / 1e6}s'. Must be greater than 0.`);
  if (!Number.isInteger(retries) || retries < 0 || retries > MOST_RETRIES)
    return refuse('command/bad_retries', `Invalid value for field 'retryPolicy.numRetries': '${retries}'. Must be between 0 and ${MOST_RETRIES}.`);
  if (timeoutUs === before.timeoutUs && retries === before.retries) return DONE;
  edgeRoutes[at] = { timeoutUs, retries };
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: name,
    title: `${name} ${command.route}: timeout ${timeoutUs / 1e6}s, numRetries ${retries}`,
    detail: `was ${before.timeoutUs / 1e6}s, ${before.retries}`,
    actor,
  });
  return DONE;
}
