import type { ProbeModel } from '../../scenario/model/fleet.ts';
import { fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import { dropPodWork } from './pod-death.ts';
import { restartContainer } from './pod-start.ts';
import { change } from './readiness.ts';

const FIRST_BACK_OFF_US = 10e6;
const BACK_OFF_MAX_US = 300e6;

export function livenessAnswered(world: World, pod: number): void {
  world.s.pods[pod].record.livenessFailures = 0;
}

/** Enough failures in a row restart the container in the same pod. */
export function livenessFailed(world: World, pod: number, model: ProbeModel, why: string): void {
  const { record, service } = world.s.pods[pod];
  const host = world.nodeNames[record.node];
  record.livenessFailures++;
  emitEvent(world, 'Warning', 'Unhealthy', 'Pod', record.name, 'kubelet', `Liveness probe failed: ${why}`, host);
  if (record.livenessFailures < model.failureThreshold) return;
  const { name } = world.plan.services[service].model;
  emitEvent(world, 'Normal', 'Killing', 'Pod', record.name, 'kubelet', `Container ${name} failed liveness probe, will be restarted`, host);
  containerDied(world, pod, 137, 'Error');
}

/** The process ended although the pod lives on: restart at once the first time, after a doubling back-off later. */
function containerDied(world: World, pod: number, exitCode: number, reason: string): void {
  const s = world.s;
  if (fire(s.lifecycles, 'container', pod, 'EXITED') === null) return;
  const record = s.pods[pod].record;
  s.pods[pod].listening = false;
  s.pods[pod].life++;
  s.meters.up[record.target] = 0;
  dropPodWork(world, pod);
  record.lastExit = { reason, exitCode, startedUs: record.startedUs, finishedUs: s.nowUs };
  record.livenessFailures = 0;
  change(world, pod, 'CONTAINER_DIED');
  if (record.restarts === 0) {
    restartContainer(world, pod);
    return;
  }
  record.backOffUs = record.backOffUs === 0 ? FIRST_BACK_OFF_US : Math.min(BACK_OFF_MAX_US, record.backOffUs * 2);
  fire(s.lifecycles, 'container', pod, 'BACK_OFF');
  record.waitingReason = 'CrashLoopBackOff';
  pushEvent(s.queue, s.nowUs + record.backOffUs, PRIORITY[EVENT.podRestart], EVENT.podRestart, pod, s.pods[pod].life);
}
