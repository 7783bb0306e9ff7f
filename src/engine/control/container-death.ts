import { fire, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { dropPodWork } from './pod-death.ts';
import { restartContainer } from './pod-start.ts';
import { change } from './readiness.ts';

/** Source: pkg/kubelet/kubelet.go, backOffPeriod and MaxContainerBackOff. */
const FIRST_BACK_OFF_US = 10e6;
const BACK_OFF_MAX_US = 300e6;

/** The kernel kills a process that passes its cgroup's limit: exit 137, reason OOMKilled, and no event of that name. Source: pkg/kubelet/oom. */
export function outOfMemory(world: World, pod: number): void {
  if (world.s.lifecycles.pod.state[pod] !== POD.terminating) containerDied(world, pod, 137, 'OOMKilled');
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
