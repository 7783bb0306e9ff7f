import type { AutoscalerModel } from '../../scenario/model/fleet.ts';
import { fire, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { CPU_METRIC, createExternalMetrics, type Proposal, proposeByAll, TOLERANCE } from './external-metrics.ts';
import { resourcesInForce } from './pod-resources.ts';
import { emitEvent } from './kube-events.ts';
import { recordChange } from './record-change.ts';
import type { AutoscalerState } from './service-state.ts';
import { requestSync } from './sync.ts';

/**
 * HorizontalPodAutoscaler on CPU utilisation of the request and on external metrics, of which the largest wish wins. Sync 15 s, tolerance 0.1, up by at most max(4 pods, 100%) a sync, down to the
 * highest recommendation of the last 5 min. Source: Kubernetes 1.28 podautoscaler/config/v1alpha1/defaults.go, horizontal.go.
 */
const SYNC_US = 15e6;
const STABILISATION_US = 300e6;

/** The API server's default where nobody says: pkg/apis/autoscaling/v1/defaults.go. */
export const DEFAULT_TARGET_CPU = 80;

export function createAutoscaler(spec: AutoscalerModel, replicas: number, createdUs: number): AutoscalerState {
  const { minReplicas, maxReplicas, targetCpuPercent, metrics } = spec;
  return {
    createdUs,
    minReplicas,
    maxReplicas,
    targetCpuPercent,
    wanted: null,
    marks: {},
    markUs: 0,
    currentPercent: null,
    desired: replicas,
    recommendations: [],
    lastScaleUs: null,
    ...(metrics === undefined ? {} : { external: createExternalMetrics(metrics) }),
  };
}

/** Why the replica count is not what the metric asks for; '' when it is. Source: horizontal.go convertDesiredReplicasWithRules. */
export function limitOf(state: AutoscalerState): '' | 'TooManyReplicas' | 'TooFewReplicas' | 'ScaleUpLimit' {
  if (state.wanted === null) return '';
  if (state.wanted > state.desired) return state.desired >= state.maxReplicas ? 'TooManyReplicas' : 'ScaleUpLimit';
  return state.wanted < state.minReplicas ? 'TooFewReplicas' : '';
}

export function scheduleAutoscaler(world: World, service: number): void {
  pushEvent(world.s.queue, world.s.nowUs + SYNC_US, PRIORITY[EVENT.autoscaler], EVENT.autoscaler, service, 0);
}

export function syncAutoscaler(world: World, service: number): void {
  const s = world.s;
  const state = s.services[service].autoscaler;
  if (state === null) return;
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
  // outside its limits it asks no metric: horizontal.go reconcileAutoscaler
  const replicas = s.services[service].replicas;
  if (replicas > state.maxReplicas) {
    rescale(world, service, state.maxReplicas, 'Current number of replicas above Spec.MaxReplicas');
    return;
  }
  if (replicas > 0 && replicas < state.minReplicas) {
    rescale(world, service, state.minReplicas, 'Current number of replicas below Spec.MinReplicas');
    return;
  }
  const { cpuRequestMilli } = resourcesInForce(world, service);
  const isKnown = state.targetCpuPercent !== null && measured > 0 && elapsedUs > 0 && cpuRequestMilli > 0;
  const percent = isKnown ? (((usedUs / elapsedUs / measured) * 1000) / cpuRequestMilli) * 100 : null;
  state.currentPercent = percent === null ? null : Math.round(percent);
  const byCpu = percent === null || state.targetCpuPercent === null ? null : proposeByCpu(percent / state.targetCpuPercent, measured, replicas);
  const proposal = state.external === undefined ? byCpu : proposeByAll(world, service, state.external, byCpu);
  state.wanted = proposal === null ? null : proposal.replicas;
  if (proposal === null) return;
  const wanted = proposal.replicas;
  const bounded = Math.max(state.minReplicas, Math.min(state.maxReplicas, wanted));
  state.recommendations = state.recommendations.filter((past) => s.nowUs - past.atUs <= STABILISATION_US);
  state.recommendations.push({ atUs: s.nowUs, replicas: bounded });
  const stable = state.recommendations.reduce((most, past) => Math.max(most, past.replicas), 0);
  const target = bounded > replicas ? Math.min(bounded, Math.max(replicas + 4, replicas * 2)) : Math.min(replicas, stable);
  state.desired = target;
  if (target === replicas) return;
  rescale(world, service, target, target > replicas ? `${proposal.metric} above target` : 'All metrics below target');
}

function proposeByCpu(ratio: number, measured: number, replicas: number): Proposal {
  return { replicas: Math.abs(ratio - 1) <= TOLERANCE ? replicas : Math.ceil(measured * ratio), metric: CPU_METRIC };
}

function rescale(world: World, service: number, target: number, reason: string): void {
  const { nowUs, services } = world.s;
  const { model } = world.plan.services[service];
  const { autoscaler, replicas } = services[service];
  if (autoscaler === null) return;
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
    atUs: nowUs,
    kind: 'scale',
    subject: model.name,
    title: `${model.name} ${replicas} to ${target} pods`,
    detail: reason,
    actor: 'horizontal-pod-autoscaler',
  });
  setReplicas(world, service, target);
  autoscaler.desired = target;
  autoscaler.lastScaleUs = nowUs;
}

export function setReplicas(world: World, service: number, replicas: number): void {
  const state = world.s.services[service];
  state.replicas = replicas;
  state.generation++;
  state.lastProgressUs = world.s.nowUs;
  if (state.canary === null) fire(world.s.lifecycles, 'rollout', service, 'SCALED');
  requestSync(world, service);
}
