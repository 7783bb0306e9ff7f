import { CONTAINER, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import { dropPodWork } from './pod-death.ts';
import { restartContainer } from './pod-start.ts';
import { change, probeAddress } from './readiness.ts';

const FIRST_BACK_OFF_US = 10e6;
const BACK_OFF_MAX_US = 300e6;

/** Liveness: answered by the management port as long as the process lives. A failed one restarts the container in the same pod. */
export function probeLiveness(world: World, pod: number): void {
  const s = world.s;
  const model = world.plan.services[s.pods[pod].service].model.liveness;
  const state = s.lifecycles.container.state[pod];
  if (model === null || (state !== CONTAINER.running && state !== CONTAINER.starting)) return;
  pushEvent(s.queue, s.nowUs + model.periodUs, PRIORITY[EVENT.livenessProbe], EVENT.livenessProbe, pod, s.pods[pod].life);
  const record = s.pods[pod].record;
  if (s.pods[pod].listening) {
    record.livenessFailures = 0;
    return;
  }
  record.livenessFailures++;
  const host = world.nodeNames[record.node];
  const address = probeAddress(world, pod, model);
  emitEvent(
    world,
    'Warning',
    'Unhealthy',
    'Pod',
    record.name,
    'kubelet',
    `Liveness probe failed: Get "http://${address}${model.path}": dial tcp ${address}: connect: connection refused`,
    host,
  );
  if (record.livenessFailures < model.failureThreshold) return;
  const name = world.plan.services[s.pods[pod].service].model.name;
  emitEvent(world, 'Normal', 'Killing', 'Pod', record.name, 'kubelet', `Container ${name} failed liveness probe, will be restarted`, host);
  containerDied(world, pod, 137, 'Error');
}

/** The process ended although the pod lives on: restart at once the first time, after a doubling back-off later. */
export function containerDied(world: World, pod: number, exitCode: number, reason: string): void {
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
