import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { controlPlaneAddress } from '../../contract/control-plane.ts';
import type { CanaryState } from '../control/canary-state.ts';
import { POD } from '../machines/lifecycle.ts';
import { isRegistered } from '../nodes/node-state.ts';
import type { World } from '../world.ts';

/** Names to rows, with the refusal the API server would give. */
export function findService(world: World, { service, region }: { readonly service: string; readonly region?: string }): number | CommandResult {
  const at = world.plan.services.findIndex(({ model }) => model.name === service && (region === undefined || model.region === region));
  return at < 0 ? refuse('command/deployment_not_found', `deployments.apps "${service}" not found`) : at;
}

/** A service that is an Argo Rollout. */
export function findRollout(
  world: World,
  named: { readonly service: string; readonly region?: string },
): { readonly service: number; readonly canary: CanaryState } | CommandResult {
  const service = findService(world, named);
  const canary = typeof service === 'number' ? world.s.services[service].canary : null;
  if (typeof service !== 'number' || canary === null) return refuse('command/rollout_not_found', `rollouts.argoproj.io "${named.service}" not found`);
  return { service, canary };
}

/** Machines a command names: one, or all of a zone. */
export function findNodes(world: World, { zone, node }: { readonly zone?: string; readonly node?: string }): number[] | CommandResult {
  if ((zone === undefined) === (node === undefined)) return refuse('command/which_nodes', 'expected a zone or a node, and not both');
  const found = world.nodes.flatMap((place, at) => (isRegistered(world, at) && (place.name === node || place.zone === zone) ? [at] : []));
  const known = zone === undefined ? world.nodeNames.filter((_, at) => isRegistered(world, at)) : [...new Set(world.nodes.map((place) => place.zone))];
  return found.length > 0
    ? found
    : refuse('command/node_not_found', `no ${zone === undefined ? 'node' : 'zone'} "${zone ?? node}"; there are ${known.join(', ')}`);
}

/** Place of a region in the fleet. */
export function findRegion(world: World, region: string): number | CommandResult {
  const { regions } = world.plan.scenario.fleet;
  const at = regions.findIndex(({ name }) => name === region);
  return at < 0 ? refuse('command/region_not_found', `no region "${region}"; there are ${regions.map(({ name }) => name).join(', ')}`) : at;
}

/** Row of a pod that is still there, those being deleted among them. */
export function findPod(world: World, name: string): number | CommandResult {
  const { lifecycles, pods } = world.s;
  const pod = pods.findIndex(({ record }, row) => record.name === name && lifecycles.pod.state[row] !== POD.gone);
  return pod < 0 ? refuse('command/pod_not_found', `pods "${name}" not found`) : pod;
}

/** Region of the control plane that carries a command out; -1 for what no cluster's API server is asked. */
function controlPlaneOf(world: World, command: FleetCommand): number {
  const { plan, s } = world;
  if (command.kind === 'delete-pod' || command.kind === 'evict-pod') {
    const pod = s.pods.find(({ record }) => record.name === command.pod);
    return pod === undefined ? -1 : plan.services[pod.service].region;
  }
  if (command.kind === 'cordon' || command.kind === 'uncordon') {
    const { region } = world.nodes[world.nodeNames.indexOf(command.node)] ?? {};
    return plan.scenario.fleet.regions.findIndex(({ name }) => name === region);
  }
  const named = 'service' in command || 'configMap' in command ? regionsMeant(world, command)[0] : undefined;
  return plan.scenario.fleet.regions.findIndex(({ name }) => name === named);
}

/** What a client says of a control plane behind a network that is cut; null while it is reached. Source: Go net.Dialer, client-go. */
export function unreached(world: World, command: FleetCommand): CommandResult | null {
  const region = controlPlaneOf(world, command);
  if (region < 0 || world.s.isolated[region] === 0) return null;
  return refuse('command/cluster_unreachable', `dial tcp ${controlPlaneAddress(region)}:443: i/o timeout`);
}

/** Whether a region's control plane is reached. */
export function isReached(world: World, region: string): boolean {
  const at = findRegion(world, region);
  return typeof at !== 'number' || world.s.isolated[at] === 0;
}

/** Instances whose machine is in a zone; none without one. */
export function databasesIn(world: World, zone: string | undefined): number[] {
  return zone === undefined ? [] : world.plan.scenario.fleet.databases.flatMap((database, at) => (database.zone === zone ? [at] : []));
}

/** Regions a command is for: the one it names, or all in which what it names is. */
export function regionsMeant(world: World, command: FleetCommand): string[] {
  if (!('service' in command || 'configMap' in command)) return [];
  if (command.region !== undefined) return [command.region];
  return world.plan.services.flatMap(({ model, index }) => {
    const named = 'service' in command ? model.name === command.service : world.s.services[index].config?.name === command.configMap;
    return named ? [model.region] : [];
  });
}

export function findDatabase(world: World, name: string): number | CommandResult {
  return (
    world.plan.databaseIndex.get(name) ?? refuse('command/database_not_found', `could not translate host name "${name}" to address: Name or service not known`)
  );
}

/** @returns the secret's place in the fleet, or a refusal in the API server's words */
export function findSecret(world: World, name: string): number | CommandResult {
  const at = world.plan.scenario.fleet.secrets?.findIndex((secret) => secret.name === name) ?? -1;
  return at < 0 ? refuse('command/secret_not_found', `secrets "${name}" not found`) : at;
}
