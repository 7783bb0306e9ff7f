import { emitNodeEvent } from '../control/kube-events.ts';
import { podTerm } from '../control/pod-end.ts';
import { fire, POD } from '../machines/lifecycle.ts';
import { isOutOfContact } from '../network/contact.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { GRACE_US, MONITOR_US, nodeMissed, podsOn } from './node-lifecycle.ts';

/**
 * Machines that run and cannot be heard: the link to them is cut. Their kubelets go on probing and reporting to nobody; for the control plane it is as if the machine had stopped. Looked at
 * once a second, where links are not perfect.
 */
export function watchContact(world: World): void {
  const { s } = world;
  const { links } = s;
  if (links === undefined) return;
  for (let node = 0; node < s.nodes.length; node++) {
    const sinceUs = links.unheardUs[node];
    const isOut = s.nodes[node].on && isOutOfContact(world, links, node);
    if (!isOut && sinceUs < 0) continue;
    if (!isOut) {
      links.unheardUs[node] = -1;
      if (s.nodes[node].on) heardAgain(world, node);
    } else if (sinceUs < 0) links.unheardUs[node] = s.nowUs;
    else if (s.nowUs - sinceUs >= GRACE_US && s.nowUs % MONITOR_US === 0) nodeMissed(world, node);
  }
}

/** The kubelet reports, and carries out what it has been told meanwhile. Its pods are ready again with their next probes. */
function heardAgain(world: World, node: number): void {
  const { s } = world;
  if (fire(s.lifecycles, 'node', node, 'HEARTBEAT') === null) return;
  // an eviction that was planned is off
  s.nodes[node].life++;
  s.nodes[node].statusSinceUs = s.nowUs;
  emitNodeEvent(world, node, 'kubelet', 'NodeReady', `Node ${world.nodeNames[node]} status is now: NodeReady`);
  for (const pod of podsOn(world, node)) {
    if (s.lifecycles.pod.state[pod] !== POD.terminating) continue;
    podTerm(world, pod);
    pushEvent(s.queue, s.nowUs + s.pods[pod].record.graceUs, PRIORITY[EVENT.podKill], EVENT.podKill, pod, 0);
  }
}
