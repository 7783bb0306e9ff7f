import { emitEvent } from '../control/kube-events.ts';
import { type PodResources, resourcesOfPod } from '../control/pod-resources.ts';
import { NODE, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { groupSize, groupUrl, poolOf } from './node-groups.ts';
import { isRegistered } from './node-state.ts';
import { requestNode } from './provision.ts';
import { scaleDown } from './scale-down.ts';

/**
 * The cluster autoscaler of a region's cluster: machines for pods that found no room. It looks every 10 s, counts on machines that are on their way, asks
 * for as many more as the rest needs, in the smallest group that has not reached its maximum, and leaves a group alone after a failure. It halts while more
 * than 45% of the nodes, and more than three, are not ready. What it takes away is in `scale-down.ts`.
 * Source: cluster-autoscaler FAQ (scan-interval, ok-total-unready-count, max-total-unready-percentage, balance-similar-node-groups), scale_up orchestrator.
 */
const SCAN_US = 10e6;
const OK_UNREADY = 3;
const MOST_UNREADY = 0.45;

interface Room {
  cpuMilli: number;
  memoryMiB: number;
  pods: number;
}

export function scheduleClusterAutoscaler(world: World, region: number): void {
  pushEvent(world.s.queue, world.s.nowUs + SCAN_US, PRIORITY[EVENT.clusterAutoscaler], EVENT.clusterAutoscaler, region, 0);
}

export function isAutoscaled(world: World, region: number): boolean {
  return world.s.nodeGroups.some((group) => group.autoscaled && group.region === region);
}

function mayShrink(world: World, region: number): boolean {
  return world.s.nodeGroups.some((group, at) => group.region === region && poolOf(world, at).scaleDown === true);
}

export function syncNodes(world: World, region: number): void {
  if (!isAutoscaled(world, region)) return;
  scheduleClusterAutoscaler(world, region);
  const waiting = unschedulablePods(world, region);
  if (mayShrink(world, region)) scaleDown(world, region, waiting.length === 0 && !isUnhealthy(world, region));
  if (waiting.length === 0 || isUnhealthy(world, region)) return;
  const onTheirWay = roomsOnTheirWay(world, region);
  const left = waiting.filter((pod) => !takesRoom(onTheirWay, resourcesOfPod(world, pod)));
  const asked = new Map<number, number>();
  const planned: Room[] = [];
  const helped: number[] = [];
  for (const pod of left) {
    const model = resourcesOfPod(world, pod);
    if (!takesRoom(planned, model)) {
      const group = chooseGroup(world, region, model, asked);
      if (group === null) {
        notTriggered(world, region, pod, asked);
        continue;
      }
      asked.set(group, (asked.get(group) ?? 0) + 1);
      const room = emptyRoom(world, group);
      takesRoom([room], model);
      planned.push(room);
    }
    helped.push(pod);
  }
  if (helped.length === 0) return;
  const groups = [...asked].map(([group, more]) => {
    const size = groupSize(world, group);
    return `{${groupUrl(world, group)} ${size}->${size + more} (max: ${world.s.nodeGroups[group].maxNodes})}`;
  });
  for (const pod of helped) say(world, pod, 'TriggeredScaleUp', `pod triggered scale-up: [${groups.join(' ')}]`);
  for (const [group, more] of asked) for (let i = 0; i < more; i++) requestNode(world, group);
}

function unschedulablePods(world: World, region: number): number[] {
  const { pods, lifecycles } = world.s;
  const found: number[] = [];
  for (let pod = 0; pod < pods.length; pod++)
    if (lifecycles.pod.state[pod] === POD.pending && world.plan.services[pods[pod].service].region === region) found.push(pod);
  return found;
}

function isUnhealthy(world: World, region: number): boolean {
  const { nodes, nodeGroups, lifecycles } = world.s;
  const there = nodes.flatMap(({ group }, node) => (nodeGroups[group].region === region && isRegistered(world, node) ? [node] : []));
  const unready = there.filter((node) => lifecycles.node.state[node] === NODE.unknown).length;
  return unready > OK_UNREADY && unready > MOST_UNREADY * there.length;
}

function roomsOnTheirWay(world: World, region: number): Room[] {
  const { nodes, nodeGroups, lifecycles } = world.s;
  return nodes.flatMap(({ group }, node) => {
    const state = lifecycles.node.state[node];
    return nodeGroups[group].region === region && (state === NODE.requested || state === NODE.booting) ? [emptyRoom(world, group)] : [];
  });
}

function emptyRoom(world: World, group: number): Room {
  const { cpuMilli, memoryMiB, podCapacity } = poolOf(world, group);
  return { cpuMilli, memoryMiB, pods: podCapacity };
}

function fits(room: Room, model: PodResources): boolean {
  return room.cpuMilli >= model.cpuRequestMilli && room.memoryMiB >= model.memoryRequestMiB && room.pods > 0;
}

/** Takes a pod's place in the first room that has it. */
function takesRoom(rooms: readonly Room[], model: PodResources): boolean {
  const room = rooms.find((candidate) => fits(candidate, model));
  if (room === undefined) return false;
  room.cpuMilli -= model.cpuRequestMilli;
  room.memoryMiB -= model.memoryRequestMiB;
  room.pods--;
  return true;
}

/** The smallest group that may grow and whose machines have room for the pod; of equals the first. */
function chooseGroup(world: World, region: number, model: PodResources, asked: ReadonlyMap<number, number>): number | null {
  const sizeOf = (group: number): number => groupSize(world, group) + (asked.get(group) ?? 0);
  let best: number | null = null;
  world.s.nodeGroups.forEach((state, group) => {
    if (state.region !== region || !state.autoscaled || obstacle(world, group, model, asked) !== '') return;
    if (best === null || sizeOf(group) < sizeOf(best)) best = group;
  });
  return best;
}

/** Why a group is not made larger for a pod, in the autoscaler's words; '' when it can be. */
function obstacle(world: World, group: number, model: PodResources, asked: ReadonlyMap<number, number>): string {
  const state = world.s.nodeGroups[group];
  if (world.s.nowUs < state.backOffUntilUs) return 'in backoff after failed scale-up';
  if (groupSize(world, group) + (asked.get(group) ?? 0) >= state.maxNodes) return 'max node group size reached';
  const room = emptyRoom(world, group);
  if (fits(room, model)) return '';
  return room.cpuMilli < model.cpuRequestMilli ? 'Insufficient cpu' : 'Insufficient memory';
}

function notTriggered(world: World, region: number, pod: number, asked: ReadonlyMap<number, number>): void {
  const counts = new Map<string, number>();
  world.s.nodeGroups.forEach((state, group) => {
    if (state.region !== region || !state.autoscaled) return;
    const why = obstacle(world, group, resourcesOfPod(world, pod), asked);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  });
  const reasons = [...counts].map(([why, count]) => `${count} ${why}`).sort();
  say(world, pod, 'NotTriggerScaleUp', `pod didn't trigger scale-up: ${reasons.join(', ')}`);
}

function say(world: World, pod: number, reason: string, message: string): void {
  const { service, record } = world.s.pods[pod];
  emitEvent(world, service, 'Normal', reason, 'Pod', record.name, 'cluster-autoscaler', message);
}
