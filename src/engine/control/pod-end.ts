import { INFO } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { TARGET_GONE } from '../../contract/metrics.ts';
import { consumerStops } from '../kafka/group.ts';
import { CONTAINER, fire, POD } from '../machines/lifecycle.ts';
import { RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { isUnheard } from '../network/contact.ts';
import type { World } from '../world.ts';
import { endpointsChanged } from './endpoints.ts';
import { emitEvent } from './kube-events.ts';
import { dropPodWork } from './pod-death.ts';
import { requestSync, retryPending } from './sync.ts';

const SPRING_STOPPING = logTemplateIndex('springStopping');
const STOPPING = logTemplateIndex('stopping');
const RAW = logTemplateIndex('raw');

/** Asks for a pod's end: out of the endpoints, preStop, SIGTERM, and SIGKILL when the grace period is over. */
export function deletePod(world: World, pod: number, graceUs: number): boolean {
  const s = world.s;
  const record = s.pods[pod].record;
  const actions = fire(s.lifecycles, 'pod', pod, 'DELETED');
  if (actions === null) {
    shortenGrace(world, pod, graceUs);
    return false;
  }
  const { model } = world.plan.services[s.pods[pod].service];
  record.deletionUs = s.nowUs;
  record.graceUs = graceUs;
  record.readyUs = null;
  for (const action of actions) {
    if (action === 'removeEndpoint') endpointsChanged(world, s.pods[pod].service);
    if (action === 'beginTermination') {
      emitEvent(
        world,
        s.pods[pod].service,
        'Normal',
        'Killing',
        'Pod',
        record.name,
        'kubelet',
        `Stopping container ${model.name}`,
        world.nodeNames[record.node],
      );
      pushEvent(s.queue, s.nowUs + Math.min(model.preStopUs, graceUs), PRIORITY[EVENT.podTerm], EVENT.podTerm, pod, 0);
      pushEvent(s.queue, s.nowUs + graceUs, PRIORITY[EVENT.podKill], EVENT.podKill, pod, 0);
    }
    if (action === 'forget') forget(world, pod);
  }
  requestSync(world, s.pods[pod].service);
  return true;
}

/** Deleted again, with less patience: the only way to be rid of a pod whose machine is gone. */
function shortenGrace(world: World, pod: number, graceUs: number): void {
  const { nowUs, queue, lifecycles, pods } = world.s;
  const { record } = pods[pod];
  if (lifecycles.pod.state[pod] !== POD.terminating) return;
  const isSooner = nowUs + graceUs < (record.deletionUs ?? nowUs) + record.graceUs;
  if (!isSooner && (graceUs > 0 || record.graceUs === 0)) return;
  record.graceUs = graceUs;
  pushEvent(queue, nowUs + graceUs, PRIORITY[EVENT.podKill], EVENT.podKill, pod, 0);
}

/** SIGTERM: a running process stops accepting and drains; one that is not running ends at once. */
export function podTerm(world: World, pod: number): void {
  const s = world.s;
  if (s.lifecycles.pod.state[pod] !== POD.terminating || isUnreachable(world, pod)) return;
  const actions = fire(s.lifecycles, 'container', pod, 'TERM');
  if (actions === null) {
    podExit(world, pod, 143);
    return;
  }
  if (world.plan.services[s.pods[pod].service].model.onTerm === 'exit') {
    podExit(world, pod, 0);
    return;
  }
  if (s.kafka !== undefined) consumerStops(world, pod);
  s.pods[pod].listening = false;
  s.pods[pod].closedAllUs = s.nowUs;
  if (s.pods[pod].nameServer !== undefined) {
    const text = world.words.of('[INFO] SIGTERM: Shutting down servers then terminating');
    world.recorder.log(s.nowUs, s.pods[pod].source, INFO, RAW, 0, 0, text, 0, 0, 0, 0);
    return;
  }
  const java = world.plan.services[s.pods[pod].service].runtime === RUNTIME.java;
  world.recorder.log(s.nowUs, s.pods[pod].source, INFO, java ? SPRING_STOPPING : STOPPING, 0, 0, 0, 0, 0, 0, 0);
}

/** Looked at once a second: a draining pod with nothing left to do exits by itself. */
export function exitIfDrained(world: World, pod: number): void {
  const s = world.s;
  if (s.lifecycles.container.state[pod] === CONTAINER.stopping && s.pods[pod].busy === 0 && s.pods[pod].accept.length === 0) podExit(world, pod, 143);
}

export function podKill(world: World, pod: number): void {
  const { lifecycles, pods } = world.s;
  // with a grace period of 0 the API server forgets the pod without waiting for its kubelet
  if (lifecycles.pod.state[pod] === POD.terminating && (!isUnreachable(world, pod) || pods[pod].record.graceUs === 0)) podExit(world, pod, 137);
}

/** No kubelet carries out what the API server has been told. */
function isUnreachable(world: World, pod: number): boolean {
  const { node } = world.s.pods[pod].record;
  return node >= 0 && (!world.s.nodes[node].on || isUnheard(world, node));
}

/** The kubelet is back and finds a pod that was deleted meanwhile. */
export function forgetOnDeadNode(world: World, pod: number): void {
  podExit(world, pod, 137);
}

/** The process is gone, and with it all it held. */
function podExit(world: World, pod: number, exitCode: number): void {
  const s = world.s;
  if (s.lifecycles.pod.state[pod] === POD.gone) return;
  if (fire(s.lifecycles, 'container', pod, 'EXITED') === null) fire(s.lifecycles, 'container', pod, 'REMOVED');
  processEnded(world, pod);
  const record = s.pods[pod].record;
  record.lastExit = { reason: exitCode === 137 ? 'Error' : 'Completed', exitCode, startedUs: record.startedUs, finishedUs: s.nowUs };
  if (fire(s.lifecycles, 'pod', pod, 'CONTAINER_EXITED') !== null) forget(world, pod);
}

function processEnded(world: World, pod: number): void {
  const s = world.s;
  s.pods[pod].listening = false;
  s.pods[pod].life++;
  dropPodWork(world, pod);
}

function forget(world: World, pod: number): void {
  const s = world.s;
  const record = s.pods[pod].record;
  record.goneUs = s.nowUs;
  if (record.target >= 0) s.meters.up[record.target] = TARGET_GONE;
  for (const set of s.services[s.pods[pod].service].replicaSets) {
    const at = set.pods.indexOf(pod);
    if (at >= 0) set.pods.splice(at, 1);
  }
  requestSync(world, s.pods[pod].service);
  retryPending(world, world.plan.services[s.pods[pod].service].region);
}
