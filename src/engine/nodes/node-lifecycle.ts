import { emitEvent, emitNodeEvent } from '../control/kube-events.ts';
import { deletePod, forgetOnDeadNode } from '../control/pod-end.ts';
import { restartContainer } from '../control/pod-start.ts';
import { change } from '../control/readiness.ts';
import { requestSync } from '../control/sync.ts';
import { CONTAINER, fire, NODE, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { isRegistered } from './node-state.ts';
import { losePodWork } from '../control/pod-death.ts';

/**
 * A machine stops, and the control plane finds out. Its pods fall silent at once: what is sent to them is neither answered nor refused. After the
 * monitor's grace period the node is Unknown and its pods leave the endpoints; five minutes later they are marked for deletion and others are made
 * elsewhere. Source: Kubernetes, pkg/controller/nodelifecycle (grace period 50 s from 1.32 on, looked at every 5 s), default tolerations 300 s.
 */
export const GRACE_US = 50e6;
export const MONITOR_US = 5e6;
const TOLERATION_US = 300e6;
/** A kubelet that is back posts its status at once, and starts what it had. */
const BOOT_US = 35e6;
/** An image that was half there. */
const PULL_US = 3e6;
/** With so many of a zone's nodes unhealthy, but not all, nothing is evicted in clusters of up to 50 nodes. */
const PARTIAL_DISRUPTION = 0.55;

export function stopNode(world: World, node: number): boolean {
  const s = world.s;
  const state = s.nodes[node];
  if (!state.on) return false;
  state.on = false;
  state.life++;
  for (const pod of podsOn(world, node)) {
    s.pods[pod].silent = true;
    losePodWork(world, pod);
  }
  const seenUs = Math.ceil((s.nowUs + GRACE_US) / MONITOR_US) * MONITOR_US;
  pushEvent(s.queue, seenUs, PRIORITY[EVENT.nodeMissed], EVENT.nodeMissed, node, state.life);
  return true;
}

export function startNode(world: World, node: number): boolean {
  const s = world.s;
  const state = s.nodes[node];
  if (state.on || !isRegistered(world, node)) return false;
  state.on = true;
  state.life++;
  pushEvent(s.queue, s.nowUs + BOOT_US, PRIORITY[EVENT.nodeBoots], EVENT.nodeBoots, node, state.life);
  return true;
}

/** The monitor has not heard from the node for too long. */
export function nodeMissed(world: World, node: number): void {
  const s = world.s;
  if (fire(s.lifecycles, 'node', node, 'HEARTBEATS_MISSED') === null) return;
  s.nodes[node].statusSinceUs = s.nowUs;
  emitNodeEvent(world, node, 'node-controller', 'NodeNotReady', `Node ${world.nodeNames[node]} status is now: NodeNotReady`);
  for (const pod of podsOn(world, node)) {
    if (s.lifecycles.pod.state[pod] !== POD.ready) continue;
    emitEvent(world, s.pods[pod].service, 'Warning', 'NodeNotReady', 'Pod', s.pods[pod].record.name, 'node-controller', 'Node is not ready');
    change(world, pod, 'PROBE_FAILED');
  }
  pushEvent(s.queue, s.nowUs + TOLERATION_US, PRIORITY[EVENT.nodeEvicts], EVENT.nodeEvicts, node, s.nodes[node].life);
}

/** The pods have tolerated the taint for long enough. */
export function nodeEvicts(world: World, node: number): void {
  const s = world.s;
  if (s.lifecycles.node.state[node] !== NODE.unknown) return;
  if (isPartlyDisrupted(world, world.nodes[node].zone)) {
    pushEvent(s.queue, s.nowUs + MONITOR_US, PRIORITY[EVENT.nodeEvicts], EVENT.nodeEvicts, node, s.nodes[node].life);
    return;
  }
  const { namespace } = world.plan.scenario.fleet;
  for (const pod of podsOn(world, node)) {
    const { service, record } = s.pods[pod];
    if (s.lifecycles.pod.state[pod] === POD.terminating) continue;
    emitEvent(
      world,
      service,
      'Normal',
      'TaintManagerEviction',
      'Pod',
      record.name,
      'taint-eviction-controller',
      `Marking for deletion Pod ${namespace}/${record.name}`,
    );
    deletePod(world, pod, world.plan.services[service].model.terminationGraceUs);
  }
}

function isPartlyDisrupted(world: World, zone: string): boolean {
  const nodes = world.nodes.flatMap((place, node) => (place.zone === zone && isRegistered(world, node) ? [node] : []));
  const unhealthy = nodes.filter((node) => world.s.lifecycles.node.state[node] === NODE.unknown).length;
  return unhealthy < nodes.length && unhealthy / nodes.length >= PARTIAL_DISRUPTION;
}

/** The machine runs again: its kubelet reports, finishes what was being deleted, and starts the containers of the pods that are still its own. */
export function nodeBoots(world: World, node: number): void {
  const s = world.s;
  if (fire(s.lifecycles, 'node', node, 'HEARTBEAT') !== null) {
    s.nodes[node].statusSinceUs = s.nowUs;
    emitNodeEvent(world, node, 'kubelet', 'NodeReady', `Node ${world.nodeNames[node]} status is now: NodeReady`);
  }
  for (const pod of podsOn(world, node)) {
    s.pods[pod].silent = false;
    if (s.lifecycles.pod.state[pod] === POD.terminating) {
      forgetOnDeadNode(world, pod);
      continue;
    }
    if (s.lifecycles.pod.state[pod] === POD.ready) change(world, pod, 'CONTAINER_DIED');
    const { record } = s.pods[pod];
    record.lastExit = { reason: 'Unknown', exitCode: 255, startedUs: record.startedUs, finishedUs: s.nowUs };
    s.pods[pod].closedAllUs = s.nowUs;
    if (s.lifecycles.container.state[pod] === CONTAINER.waiting)
      pushEvent(s.queue, s.nowUs + PULL_US, PRIORITY[EVENT.podStart], EVENT.podStart, pod, s.pods[pod].life);
    else {
      fire(s.lifecycles, 'container', pod, 'EXITED');
      restartContainer(world, pod);
    }
  }
  // pods that found no room may find it here
  for (let service = 0; service < s.services.length; service++) requestSync(world, service);
}

/** Pods bound to the node and not gone. */
export function podsOn(world: World, node: number): number[] {
  const { pods, lifecycles } = world.s;
  const found: number[] = [];
  for (let pod = 0; pod < pods.length; pod++) if (pods[pod].record.node === node && lifecycles.pod.state[pod] !== POD.gone) found.push(pod);
  return found;
}
