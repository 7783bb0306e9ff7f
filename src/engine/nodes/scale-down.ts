import { budgetStatus, mayEvict } from '../control/disruption-budget.ts';
import { emitEvent, emitNodeEvent, emitRegionEvent } from '../control/kube-events.ts';
import { deletePod } from '../control/pod-end.ts';
import { type PodResources, resourcesOfPod } from '../control/pod-resources.ts';
import { fire, NODE, POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { groupSize, poolOf } from './node-groups.ts';
import { podsOn } from './node-lifecycle.ts';

/**
 * The cluster autoscaler takes machines away: one whose pods ask for less than half of it, and could all run on others within their disruption budgets, for
 * ten minutes on end. It is tainted, its pods are evicted, and when they are gone so is the node. Empty ones go up to ten at a time, others one by one.
 * Source: cluster-autoscaler FAQ (scale-down-utilization-threshold, scale-down-unneeded-time, scale-down-delay-after-add, max-empty-bulk-delete,
 * max-drain-parallelism, max-pod-eviction-time).
 */
const MOST_USED = 0.5;
const UNNEEDED_US = 600e6;
const DELAY_AFTER_ADD_US = 600e6;
const MOST_EMPTY = 10;
const EVICTION_US = 120e6;

interface Removal {
  readonly node: number;
  readonly pods: readonly number[];
}

/** @param mayRemove no pod waits for room */
export function scaleDown(world: World, region: number, mayRemove: boolean): void {
  const { s } = world;
  for (let node = 0; node < s.nodes.length; node++) if (s.nodes[node].removingUs !== undefined) goOnRemoving(world, node);
  const ripe: Removal[] = [];
  for (let node = 0; node < s.nodes.length; node++) {
    const state = s.nodes[node];
    if (s.nodeGroups[state.group].region !== region || poolOf(world, state.group).scaleDown !== true) continue;
    if (!isUnneeded(world, node)) {
      if (state.unneededUs !== undefined) delete state.unneededUs;
      continue;
    }
    state.unneededUs ??= s.nowUs;
    if (s.nowUs - state.unneededUs >= UNNEEDED_US) ripe.push({ node, pods: podsOn(world, node) });
  }
  if (!mayRemove || s.nowUs - lastAddedUs(world, region) < DELAY_AFTER_ADD_US) return;
  let empty = 0;
  for (const { node, pods } of ripe) {
    const isEmpty = pods.length === 0;
    if (groupSize(world, s.nodes[node].group) - removingIn(world, s.nodes[node].group) <= s.nodeGroups[s.nodes[node].group].minNodes) continue;
    if (isEmpty ? empty++ >= MOST_EMPTY : s.nodes.some(({ removingUs }) => removingUs !== undefined)) continue;
    // an earlier one of this look may have taken the room
    if (isUnneeded(world, node)) beginRemoving(world, { node, pods });
  }
}

function isUnneeded(world: World, node: number): boolean {
  const { nodes, lifecycles } = world.s;
  const state = nodes[node];
  if (lifecycles.node.state[node] !== NODE.ready || state.removingUs !== undefined || state.unschedulable) return false;
  const { cpu, memory } = utilisation(world, node);
  if (Math.max(cpu, memory) >= MOST_USED) return false;
  const pods = podsOn(world, node);
  return budgetsAllow(world, pods) && fitElsewhere(world, node, pods);
}

/** Shares of CPU and memory that are asked for; the larger one counts. */
function utilisation(world: World, node: number): { cpu: number; memory: number } {
  const { cpuMilli, memoryMiB } = world.s.nodes[node];
  const { cpu, memory } = askedOn(world, node);
  return { cpu: cpu / cpuMilli, memory: memory / memoryMiB };
}

function askedOn(world: World, node: number): { cpu: number; memory: number; pods: number } {
  const pods = podsOn(world, node);
  const sum = (amount: (resources: PodResources) => number): number => pods.reduce((total, pod) => total + amount(resourcesOfPod(world, pod)), 0);
  return { cpu: sum(({ cpuRequestMilli }) => cpuRequestMilli), memory: sum(({ memoryRequestMiB }) => memoryRequestMiB), pods: pods.length };
}

function budgetsAllow(world: World, pods: readonly number[]): boolean {
  const evictions = new Map<number, number>();
  for (const pod of pods)
    if (world.s.lifecycles.pod.state[pod] === POD.ready) evictions.set(world.s.pods[pod].service, (evictions.get(world.s.pods[pod].service) ?? 0) + 1);
  return [...evictions].every(([service, count]) => {
    const budget = world.plan.services[service].model.disruptionBudget;
    return budget === undefined || budgetStatus(world, service, budget).disruptionsAllowed >= count;
  });
}

function fitElsewhere(world: World, node: number, pods: readonly number[]): boolean {
  const { nodes, lifecycles } = world.s;
  const rooms = nodes.flatMap((other, at) => {
    const isOpen = lifecycles.node.state[at] === NODE.ready && !other.unschedulable && other.removingUs === undefined;
    if (at === node || other.region !== nodes[node].region || !isOpen) return [];
    const asked = askedOn(world, at);
    return [{ cpu: other.cpuMilli - asked.cpu, memory: other.memoryMiB - asked.memory, pods: other.podCapacity - asked.pods }];
  });
  return pods.every((pod) => {
    const { cpuRequestMilli, memoryRequestMiB } = resourcesOfPod(world, pod);
    const room = rooms.find(({ cpu, memory, pods: left }) => cpu >= cpuRequestMilli && memory >= memoryRequestMiB && left > 0);
    if (room === undefined) return false;
    room.cpu -= cpuRequestMilli;
    room.memory -= memoryRequestMiB;
    room.pods--;
    return true;
  });
}

/** When the last machine came, or now while one is on its way. */
function lastAddedUs(world: World, region: number): number {
  const { nodes, nodeGroups, lifecycles, nowUs } = world.s;
  return nodes.reduce((latest, { group, createdUs }, node) => {
    const state = lifecycles.node.state[node];
    if (nodeGroups[group].region !== region || state === NODE.gone) return latest;
    return Math.max(latest, state === NODE.requested || state === NODE.booting ? nowUs : createdUs);
  }, -Infinity);
}

function removingIn(world: World, group: number): number {
  return world.s.nodes.filter((node, at) => node.group === group && node.removingUs !== undefined && world.s.lifecycles.node.state[at] !== NODE.gone).length;
}

/** Event texts: cluster-autoscaler core/scaledown/actuation/actuator.go, drain.go. Utilisation as Go prints its struct: CPU, memory, GPU, which of them counts, and it. */
function beginRemoving(world: World, { node, pods }: Removal): void {
  const { nodes, nowUs } = world.s;
  const { name, region } = nodes[node];
  const { namespace } = world.plan.scenario.fleet;
  const names = pods.map((pod) => `${namespace}/${world.s.pods[pod].record.name}`).join(',');
  const { cpu, memory } = utilisation(world, node);
  const info = `{${cpu} ${memory} 0 ${cpu > memory ? 'cpu' : 'memory'} ${Math.max(cpu, memory)}}`;
  const text =
    pods.length === 0 ? `Scale-down: removing empty node "${name}"` : `Scale-down: removing node ${name}, utilization: ${info}, pods to reschedule: ${names}`;
  const reason = pods.length === 0 ? 'ScaleDownEmpty' : 'ScaleDown';
  emitRegionEvent(world, region, 'Normal', reason, 'ConfigMap', 'cluster-autoscaler-status', 'cluster-autoscaler', text);
  emitNodeEvent(world, node, 'cluster-autoscaler', 'ScaleDown', 'marked the node as toBeDeleted/unschedulable');
  nodes[node].removingUs = nowUs;
  delete nodes[node].unneededUs;
  goOnRemoving(world, node);
}

/** Evicts what may go; a node that is empty goes, and one that is not after two minutes stays. */
function goOnRemoving(world: World, node: number): void {
  const { s } = world;
  const state = s.nodes[node];
  if (s.lifecycles.node.state[node] !== NODE.ready) {
    delete state.removingUs;
    return;
  }
  const left = podsOn(world, node);
  if (left.length === 0) {
    removeNode(world, node);
    return;
  }
  const staying = left.filter((pod) => s.lifecycles.pod.state[pod] !== POD.terminating);
  if (staying.length > 0 && s.nowUs - (state.removingUs ?? 0) > EVICTION_US) {
    delete state.removingUs;
    emitNodeEvent(world, node, 'cluster-autoscaler', 'ScaleDownFailed', 'failed to drain the node, aborting ScaleDown', 'Warning');
    return;
  }
  for (const pod of staying) {
    if (!mayEvict(world, pod)) continue;
    const { service, record } = s.pods[pod];
    emitEvent(world, service, 'Normal', 'ScaleDown', 'Pod', record.name, 'cluster-autoscaler', 'deleting pod for node scale down');
    deletePod(world, pod, world.plan.services[service].model.terminationGraceUs);
  }
}

function removeNode(world: World, node: number): void {
  const { s } = world;
  if (fire(s.lifecycles, 'node', node, 'REMOVED') === null) return;
  const state = s.nodes[node];
  delete state.removingUs;
  state.on = false;
  state.life++;
  state.statusSinceUs = s.nowUs;
  emitNodeEvent(world, node, 'cluster-autoscaler', 'ScaleDown', 'node removed by cluster autoscaler');
  emitNodeEvent(world, node, 'node-controller', 'RemovingNode', `Node ${state.name} event: Removing Node ${state.name} from Controller`);
}
