import { fire, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import { recordChange } from './record-change.ts';
import { requestSync } from './sync.ts';

/**
 * HorizontalPodAutoscaler on CPU utilisation of the request. Sync 15 s, tolerance 0.1, up by at most max(4 pods, 100%) a sync, down to the
 * highest recommendation of the last 5 min. Source: Kubernetes 1.28 podautoscaler/config/v1alpha1/defaults.go, horizontal.go.
 */
const SYNC_US = 15e6;
const TOLERANCE = 0.1;
const STABILISATION_US = 300e6;

export function scheduleAutoscaler(world: World, service: number): void {
  pushEvent(world.s.queue, world.s.nowUs + SYNC_US, PRIORITY[EVENT.autoscaler], EVENT.autoscaler, service, 0);
}

export function syncAutoscaler(world: World, service: number): void {
  const s = world.s;
  const { model } = world.plan.services[service];
  const state = s.services[service].autoscaler;
  if (model.autoscaler === null || state === null) return;
  scheduleAutoscaler(world, service);
  const ready = s.services[service].replicaSets.flatMap((set) => set.pods).filter((pod) => s.lifecycles.pod.state[pod] === POD.ready);
  const elapsedUs = s.nowUs - state.markUs;
  let usedUs = 0;
  let measured = 0;
  const marks: Record<string, number> = {};
  for (const pod of ready) {
    const mark = state.marks[String(pod)];
    if (mark !== undefined) {
      usedUs += s.pods[pod].cpuUsedUs - mark;
      measured++;
    }
    marks[String(pod)] = s.pods[pod].cpuUsedUs;
  }
  state.marks = marks;
  state.markUs = s.nowUs;
  if (measured === 0 || elapsedUs <= 0) {
    state.currentPercent = null;
    return;
  }
  const percent = (((usedUs / elapsedUs / measured) * 1000) / model.cpuRequestMilli) * 100;
  state.currentPercent = Math.round(percent);
  const replicas = s.services[service].replicas;
  const ratio = percent / model.autoscaler.targetCpuPercent;
  const wanted = Math.abs(ratio - 1) <= TOLERANCE ? replicas : Math.ceil(measured * ratio);
  const bounded = Math.max(model.autoscaler.minReplicas, Math.min(model.autoscaler.maxReplicas, wanted));
  state.recommendations = state.recommendations.filter((past) => s.nowUs - past.atUs <= STABILISATION_US);
  state.recommendations.push({ atUs: s.nowUs, replicas: bounded });
  const stable = state.recommendations.reduce((most, past) => Math.max(most, past.replicas), 0);
  const target = bounded > replicas ? Math.min(bounded, Math.max(replicas + 4, replicas * 2)) : Math.min(replicas, stable);
  state.desired = target;
  if (target === replicas) return;
  const reason = target > replicas ? 'cpu resource utilization (percentage of request) above target' : 'All metrics below target';
  emitEvent(
    world,
    service,
    'Normal',
    'SuccessfulRescale',
    'HorizontalPodAutoscaler',
    model.name,
    'horizontal-pod-autoscaler',
    `New size: ${target}; reason: ${reason}`,
  );
  recordChange(world, service, {
    atUs: s.nowUs,
    kind: 'scale',
    subject: model.name,
    title: `${model.name} ${replicas} to ${target} pods`,
    detail: reason,
    actor: 'horizontal-pod-autoscaler',
  });
  setReplicas(world, service, target);
  state.lastScaleUs = s.nowUs;
}

export function setReplicas(world: World, service: number, replicas: number): void {
  const state = world.s.services[service];
  state.replicas = replicas;
  state.generation++;
  state.lastProgressUs = world.s.nowUs;
  if (state.canary === null) fire(world.s.lifecycles, 'rollout', service, 'SCALED');
  requestSync(world, service);
}
