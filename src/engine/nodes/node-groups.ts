import { hashText } from '../../base/hash.ts';
import type { FleetModel, NodePoolModel } from '../../scenario/model/fleet.ts';
import { cpusOf } from '../../scenario/model/machine-type.ts';
import { ensureRow, fire, NODE } from '../machines/lifecycle.ts';
import { knowNode } from '../network/links.ts';
import type { World } from '../world.ts';
import { NODE_AGE_US } from './node-state.ts';

/** The machines of a node pool in one zone: GKE makes a managed instance group for each. */
export interface NodeGroupState {
  /** Place of its pool and region in the fleet. */
  readonly pool: number;
  readonly region: number;
  readonly zone: string;
  /** Limits of the cluster autoscaler; it leaves the group alone while `autoscaled` is false. */
  autoscaled: boolean;
  minNodes: number;
  maxNodes: number;
  /** Machines ever made: the next one's number. */
  made: number;
  /** After a failed scale-up the autoscaler leaves the group alone for a while, longer each time. */
  backOffUs: number;
  backOffUntilUs: number;
}

export function createNodeGroups(fleet: FleetModel): NodeGroupState[] {
  return fleet.nodePools.flatMap((pool, at) => {
    const region = fleet.regions.findIndex(({ name }) => name === pool.region);
    return (fleet.regions[region]?.zones ?? []).map((zone) => ({
      pool: at,
      region,
      zone,
      autoscaled: pool.limits !== undefined,
      minNodes: pool.limits?.minNodes ?? 0,
      maxNodes: pool.limits?.maxNodes ?? pool.nodesPerZone,
      made: 0,
      backOffUs: 0,
      backOffUntilUs: 0,
    }));
  });
}

/** Machines that were there before the simulation began. */
export function placeFirstNodes(world: World): void {
  world.s.nodeGroups.forEach((_, at) => {
    for (let i = 0; i < poolOf(world, at).nodesPerZone; i++) {
      const node = addNode(world, at);
      const state = world.s.nodes[node];
      state.createdUs = state.statusSinceUs = -NODE_AGE_US;
      state.on = true;
      fire(world.s.lifecycles, 'node', node, 'INSERTED');
      fire(world.s.lifecycles, 'node', node, 'REGISTERED');
    }
  });
}

/** A machine that is wanted in a group and not there yet. */
export function addNode(world: World, group: number): number {
  const { s, plan } = world;
  const { region, zone, made } = s.nodeGroups[group];
  const pool = poolOf(world, group);
  const { cluster } = plan.scenario.fleet.regions[region];
  const suffix = hashText(`${cluster}/${pool.name}/${zone}/${made}`).toString(36).padStart(7, '0').slice(0, 4);
  const serial = s.nodes.filter((node) => node.region === pool.region).length;
  const node = s.nodes.push({
    name: `${groupName(world, group)}-${suffix}`,
    // GKE's subnets differ by region: 10.132.0.0/20 in the first, 10.128.0.0/20 in the next
    ip: `10.${132 - 4 * region}.0.${12 + serial}`,
    zone,
    region: pool.region,
    machineType: pool.machineType,
    cpuMilli: pool.cpuMilli,
    memoryMiB: pool.memoryMiB,
    podCapacity: pool.podCapacity,
    group,
    createdUs: s.nowUs,
    on: false,
    unschedulable: false,
    statusSinceUs: s.nowUs,
    life: 0,
  });
  s.nodeGroups[group].made++;
  world.nodeNames.push(s.nodes[node - 1].name);
  ensureRow(s.lifecycles, 'node', node - 1);
  if (s.links !== undefined) knowNode(world, s.links, node - 1);
  return node - 1;
}

export function poolOf(world: World, group: number): NodePoolModel {
  return world.plan.scenario.fleet.nodePools[world.s.nodeGroups[group].pool];
}

/** `gke-<cluster>-<pool>-<hash>`: nodes are named after their group. */
function groupName(world: World, group: number): string {
  const { region, zone } = world.s.nodeGroups[group];
  const pool = poolOf(world, group);
  const { cluster } = world.plan.scenario.fleet.regions[region];
  return `gke-${cluster}-${pool.name}-${hashText(`${pool.name}/${zone}`).toString(16).padStart(8, '0')}`;
}

/** As the autoscaler names a group in its events. */
export function groupUrl(world: World, group: number): string {
  const { project } = world.plan.scenario.fleet;
  return `https://www.googleapis.com/compute/v1/projects/${project}/zones/${world.s.nodeGroups[group].zone}/instanceGroups/${groupName(world, group)}-grp`;
}

/** Machines of a group that are there or wanted. */
export function groupSize(world: World, group: number): number {
  const { nodes, lifecycles } = world.s;
  let size = 0;
  for (let node = 0; node < nodes.length; node++) if (nodes[node].group === group && lifecycles.node.state[node] !== NODE.gone) size++;
  return size;
}

/** vCPUs of each machine of a group. */
export function groupCpus(world: World, group: number): number {
  const { machineType, cpuMilli } = poolOf(world, group);
  return cpusOf(machineType, cpuMilli);
}

/** vCPUs that the region's machines take of its quota: those that run, stand still, or boot. */
export function cpusInUse(world: World, region: number): number {
  const { nodes, nodeGroups, lifecycles } = world.s;
  let cpus = 0;
  nodes.forEach(({ group }, node) => {
    const state = lifecycles.node.state[node];
    if (nodeGroups[group].region === region && state !== NODE.requested && state !== NODE.gone) cpus += groupCpus(world, group);
  });
  return cpus;
}
