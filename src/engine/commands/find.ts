import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import type { CanaryState } from '../control/canary-state.ts';
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
  const found = world.nodes.flatMap((place, at) => (place.name === node || place.zone === zone ? [at] : []));
  const known = zone === undefined ? world.nodeNames : [...new Set(world.nodes.map((place) => place.zone))];
  return found.length > 0
    ? found
    : refuse('command/node_not_found', `no ${zone === undefined ? 'node' : 'zone'} "${zone ?? node}"; there are ${known.join(', ')}`);
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
