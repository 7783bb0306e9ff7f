import type { World } from '../world.ts';
import { NODE } from '../machines/lifecycle.ts';

/** A machine of the cluster: what it is. */
export interface NodePlace {
  readonly name: string;
  readonly ip: string;
  readonly zone: string;
  readonly region: string;
  readonly machineType: string;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly podCapacity: number;
}

/** With what changes about it. Machines are never forgotten, so a node's number names it for ever. */
export interface NodeState extends NodePlace {
  /** Row of its group. */
  readonly group: number;
  createdUs: number;
  /** Its power is on. Nobody but its own pods knows. */
  on: boolean;
  unschedulable: boolean;
  /** When its state last changed, for the control plane. */
  statusSinceUs: number;
  /** Counts stops and starts, so that what was planned for an earlier one is ignored. */
  life: number;
  /** Of machines that may be taken away: since when it has not been needed, and since when it is being emptied. */
  unneededUs?: number;
  removingUs?: number;
}

/** Machines that were there before the simulation began are this old. */
export const NODE_AGE_US = 37 * 86_400e6;

/** Whether the API server knows the node: its kubelet has registered. */
export function isRegistered(world: World, node: number): boolean {
  const state = world.s.lifecycles.node.state[node];
  return state === NODE.ready || state === NODE.unknown;
}

/** Nodes of a region that the API server knows. */
export function registeredIn(world: World, region: string): number[] {
  return world.s.nodes.flatMap((node, at) => (node.region === region && isRegistered(world, at) ? [at] : []));
}
