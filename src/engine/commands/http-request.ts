import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { startSynthetic } from '../users/user-actions.ts';
import type { World } from '../world.ts';

/** `curl` from the terminal: one real request to the load balancer. The answer is read later by the id this returns. */
export function httpRequest(world: World, command: Extract<FleetCommand, { kind: 'http-request' }>): CommandResult {
  const { loadBalancer } = world.plan.scenario.fleet;
  if (command.target !== loadBalancer.host && command.target !== loadBalancer.name && command.target !== loadBalancer.service) {
    return refuse('command/host_not_found', `Could not resolve host: ${command.target}`);
  }
  const path = command.path.split('?')[0];
  const stream = world.plan.streams.findIndex((candidate) => matches(candidate.route, path));
  if (stream < 0) {
    // no route matches: Envoy answers by itself
    const id = world.s.http.nextId++;
    world.s.http.answers[String(id)] = { status: 404, durationUs: 1_100, headers: {}, body: '', failure: '', address: '' };
    return { ok: true, data: { id } };
  }
  return { ok: true, data: { id: startSynthetic(world, world.plan.streams[stream].site) } };
}

function matches(route: string, path: string): boolean {
  const wanted = route.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}
