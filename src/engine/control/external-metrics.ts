import type { ExternalMetricModel } from '../../scenario/model/fleet.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import type { ExternalMetricsState } from './service-state.ts';

/** Share by which a metric may miss its target before anything is done. Source: Kubernetes 1.28 podautoscaler/config/v1alpha1/defaults.go. */
export const TOLERANCE = 0.1;

export const CPU_METRIC = 'cpu resource utilization (percentage of request)';

/** How many pods a metric asks for, and what messages call it. */
export interface Proposal {
  readonly replicas: number;
  readonly metric: string;
}

interface Failure {
  readonly reason: string;
  readonly message: string;
  /** With what it is wrapped in FailedComputeMetricsReplicas. */
  readonly wrapped: string;
}

export function createExternalMetrics(metrics: readonly ExternalMetricModel[]): ExternalMetricsState {
  return { averagesMilli: metrics.map(() => null), decidedBy: '', failure: null };
}

/**
 * The largest of what all metrics ask for. With one missing it never goes down, with all missing nowhere. Source: Kubernetes 1.28
 * horizontal.go computeReplicasForMetrics. @param byCpu null: none, or no target for it @returns null: stay
 */
export function proposeByAll(world: World, service: number, state: ExternalMetricsState, byCpu: Proposal | null): Proposal | null {
  const { model } = world.plan.services[service];
  const { replicas, autoscaler } = world.s.services[service];
  const metrics = model.autoscaler?.metrics ?? [];
  state.failure = null;
  if (replicas === 0) {
    state.averagesMilli = metrics.map(() => null);
    state.failure = { reason: 'ScalingDisabled', message: 'scaling is disabled since the replica count of the target is zero' };
    return null;
  }
  const hasCpu = autoscaler?.targetCpuPercent !== null;
  const failures: Failure[] = hasCpu && byCpu === null ? [noCpu()] : [];
  let largest = byCpu;
  metrics.forEach((metric, at) => {
    const proposal = proposeByExternal(world, service, metric, state, at);
    if (proposal === null) failures.push(noMetric(world.plan.scenario.fleet.namespace, metric.name));
    else if (largest === null || proposal.replicas > largest.replicas) largest = proposal;
  });
  for (const { reason, message } of failures) warn(world, service, reason, message);
  if (failures.length > 0 && (largest === null || largest.replicas < replicas)) {
    const [first] = failures;
    const all = metrics.length + (hasCpu ? 1 : 0);
    warn(world, service, 'FailedComputeMetricsReplicas', `invalid metrics (${failures.length} invalid out of ${all}), first error is: ${first.wrapped}`);
    state.failure = { reason: first.reason, message: `the HPA was unable to compute the replica count: ${first.message}` };
    return null;
  }
  state.decidedBy = largest?.metric ?? '';
  return largest;
}

/** Source: Kubernetes 1.28 replica_calculator.go GetExternalPerPodMetricReplicas: `%+v` of no selector is `nil`. */
function proposeByExternal(world: World, service: number, { name, query, targetMilli }: ExternalMetricModel, state: ExternalMetricsState, at: number) {
  const value = world.metrics.query(query, world.s.nowUs);
  if (value === null || !Number.isFinite(value)) {
    state.averagesMilli[at] = null;
    return null;
  }
  const pods = countedPods(world, service);
  const totalMilli = Math.ceil(value * 1000);
  state.averagesMilli[at] = pods === 0 ? totalMilli : Math.ceil(totalMilli / pods);
  const isNear = pods > 0 && Math.abs(1 - totalMilli / (targetMilli * pods)) <= TOLERANCE;
  return { replicas: isNear ? pods : Math.ceil(totalMilli / targetMilli), metric: `external metric ${name}(nil)` };
}

/** `status.replicas` of what is scaled: pods being deleted are no longer its own. */
function countedPods(world: World, service: number): number {
  const { lifecycles, services } = world.s;
  let count = 0;
  for (const set of services[service].replicaSets) for (const pod of set.pods) if (lifecycles.pod.state[pod] !== POD.terminating) count++;
  return count;
}

function noCpu(): Failure {
  const message = 'failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)';
  return { reason: 'FailedGetResourceMetric', message, wrapped: `failed to get cpu resource metric value: ${message}` };
}

function noMetric(namespace: string, name: string): Failure {
  const message = `unable to get external metric ${namespace}/${name}/nil: no metrics returned from external metrics API`;
  return {
    reason: 'FailedGetExternalMetric',
    message,
    wrapped: `failed to get ${name} external metric value: failed to get ${name} external metric: ${message}`,
  };
}

function warn(world: World, service: number, reason: string, message: string): void {
  emitEvent(world, service, 'Warning', reason, 'HorizontalPodAutoscaler', world.plan.services[service].model.name, 'horizontal-pod-autoscaler', message);
}
