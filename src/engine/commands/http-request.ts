import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import type { ServicePlan } from '../plan/plan.ts';
import { answerAtOnce, startSynthetic, type SyntheticRequest } from '../users/synthetic-requests.ts';
import type { World } from '../world.ts';
import { edgeAddress, resolveTarget, SERVICE_PORT } from '../fleet/addresses.ts';

/** `curl` from the terminal: one real request to the load balancer, a service or a pod. The answer is read later by the id this returns. */
export function httpRequest(world: World, command: Extract<FleetCommand, { kind: 'http-request' }>): CommandResult {
  const target = resolveTarget(world, command.target);
  if (target === null) return refuse('command/host_not_found', `Could not resolve host: ${command.target.replace(/:\d+$/, '')}`);
  if (target.kind === 'elsewhere') {
    const request = asked(command, `${target.ip}:${target.port}`, 0, 0, false);
    // a pod's or a database's closed port says no at once; an address without an owner drops packets until the caller gives up
    return { ok: true, data: { id: target.closed ? answerAtOnce(world, 0, 0, request) : world.s.http.nextId++ } };
  }
  const service = world.plan.services[target.service];
  if (target.kind === 'edge') {
    const { endpoint, status } = routeOf(world, service, command);
    const request = asked(command, `${edgeAddress(world)}:${target.port}`, endpoint, status, true);
    return { ok: true, data: { id: startSynthetic(world, request, nearestBackends(world)) } };
  }
  const address = `${target.ip}:${target.port}`;
  const { port } = service.model;
  if (target.kind === 'service') {
    if (target.port !== SERVICE_PORT && target.port !== port) return { ok: true, data: { id: world.s.http.nextId++ } };
    const { endpoint, status } = routeOf(world, service, command);
    return { ok: true, data: { id: startSynthetic(world, asked(command, address, endpoint, status, false), world.s.services[target.service].endpoints) } };
  }
  if (target.port === port) {
    const { endpoint, status } = routeOf(world, service, command);
    return { ok: true, data: { id: startSynthetic(world, asked(command, address, endpoint, status, false), [target.pod]) } };
  }
  return { ok: true, data: { id: manage(world, target.pod, service, target.port, asked(command, address, 0, 0, false)) } };
}

/** Backends of the first region that has any: the terminal is nearest to the first. */
function nearestBackends(world: World): readonly number[] {
  const behind = world.plan.services.filter(({ model }) => model.name === world.plan.scenario.fleet.loadBalancer.service);
  return behind.map(({ index }) => world.s.services[index].backends).find((backends) => backends.length > 0) ?? [];
}

/** The management port: answers by itself as long as the process lives, whatever the workers do. */
function manage(world: World, pod: number, service: ServicePlan, port: number, request: SyntheticRequest): number {
  if (world.s.isolated[service.region] === 1) return world.s.http.nextId++;
  const paths = [service.model.liveness, service.model.readiness].flatMap((probe) => (probe?.servedBy === 'management' ? [probe.path] : []));
  if (port !== service.model.port + 1 || paths.length === 0 || !world.s.pods[pod].listening) return answerAtOnce(world, 0, 0, request);
  return answerAtOnce(world, paths.includes(pathOf(request)) ? 200 : 404, service.runtime, request);
}

function asked(
  { method, path, timeoutUs }: Extract<FleetCommand, { kind: 'http-request' }>,
  address: string,
  endpoint: number,
  status: number,
  viaEdge: boolean,
): SyntheticRequest {
  return { method, path, endpoint, status, viaEdge, address, timeoutUs };
}

function pathOf({ path }: { readonly path: string }): string {
  return path.split('?')[0];
}

/** The endpoint that would serve it; a path nobody knows still takes a worker, for as long as it takes to say so. */
function routeOf(world: World, service: ServicePlan, command: { readonly method: string; readonly path: string }): { endpoint: number; status: number } {
  const path = pathOf(command);
  const known = service.endpoints.filter((endpoint) => matches(world.plan.endpoints[endpoint].route, path));
  const read = command.method === 'HEAD' ? 'GET' : command.method;
  const exact = known.find((endpoint) => world.plan.endpoints[endpoint].method === read);
  if (exact !== undefined) return { endpoint: exact, status: 200 };
  const { readiness } = service.model;
  const probed = readiness?.servedBy === 'workers' && readiness.path === path;
  return { endpoint: service.probeEndpoint, status: probed ? 200 : known.length > 0 ? 405 : 404 };
}

function matches(route: string, path: string): boolean {
  const wanted = route.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]));
}
