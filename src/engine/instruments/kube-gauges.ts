import type { Labels } from '../../contract/metrics.ts';
import { STALE } from '../../contract/metrics.ts';
import type { DisruptionBudgetModel } from '../../scenario/model/fleet.ts';
import { limitOf } from '../control/autoscaler.ts';
import { budgetStatus } from '../control/disruption-budget.ts';
import { resourcesOfPod } from '../control/pod-resources.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { quotaGauges } from './quota-gauges.ts';
import { rolloutGauges } from './rollout-gauges.ts';
import { infraTarget, setGauge } from './set-gauge.ts';

/** kube-state-metrics: the state of objects, not their use. Names: kube-state-metrics 2.20 docs/metrics. */
export function kubeGauges(world: World): void {
  const s = world.s;
  const { namespace } = world.plan.scenario.fleet;
  world.plan.services.forEach((service, index) => {
    const state = s.services[index];
    const target = stateTarget(world, service.model.region);
    if (state.canary === null) deploymentGauges(world, index, target);
    else rolloutGauges(world, index);
    if (state.autoscaler !== null) {
      const hpa = { namespace, horizontalpodautoscaler: service.model.name };
      setGauge(world, target, 'kube_horizontalpodautoscaler_spec_min_replicas', hpa, state.autoscaler.minReplicas);
      setGauge(world, target, 'kube_horizontalpodautoscaler_spec_max_replicas', hpa, state.autoscaler.maxReplicas);
      setGauge(world, target, 'kube_horizontalpodautoscaler_status_current_replicas', hpa, state.replicas);
      setGauge(world, target, 'kube_horizontalpodautoscaler_status_desired_replicas', hpa, state.autoscaler.desired);
      const limited = limitOf(state.autoscaler) !== '';
      for (const status of ['true', 'false'])
        setGauge(
          world,
          target,
          'kube_horizontalpodautoscaler_status_condition',
          { ...hpa, condition: 'ScalingLimited', status },
          limited === (status === 'true') ? 1 : 0,
        );
      externalMetricGauges(world, index, target);
    }
    if (service.model.disruptionBudget !== undefined) budgetGauges(world, index, service.model.disruptionBudget, target);
  });
  quotaGauges(world);
  for (let pod = 0; pod < s.pods.length; pod++) podState(world, pod, namespace);
}

function budgetGauges(world: World, service: number, budget: DisruptionBudgetModel, target: number): void {
  const labels = { namespace: world.plan.scenario.fleet.namespace, poddisruptionbudget: world.plan.services[service].model.name };
  const { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed } = budgetStatus(world, service, budget);
  setGauge(world, target, 'kube_poddisruptionbudget_status_current_healthy', labels, currentHealthy);
  setGauge(world, target, 'kube_poddisruptionbudget_status_desired_healthy', labels, desiredHealthy);
  setGauge(world, target, 'kube_poddisruptionbudget_status_pod_disruptions_allowed', labels, disruptionsAllowed);
  setGauge(world, target, 'kube_poddisruptionbudget_status_expected_pods', labels, expectedPods);
  setGauge(world, target, 'kube_poddisruptionbudget_status_observed_generation', labels, 1);
}

/** Only of autoscalers with external metrics: names and targets, `average` being an averageValue. Source: kube-state-metrics internal/store/horizontalpodautoscaler.go. */
function externalMetricGauges(world: World, service: number, target: number): void {
  const { model } = world.plan.services[service];
  const { autoscaler } = world.s.services[service];
  if (!autoscaler?.external) return;
  const { averagesMilli, failure } = autoscaler.external;
  const hpa = { namespace: world.plan.scenario.fleet.namespace, horizontalpodautoscaler: model.name };
  const set = (field: 'spec' | 'status', metric: string, kind: string, value: number | null): void =>
    setGauge(world, target, `kube_horizontalpodautoscaler_${field}_target_metric`, { ...hpa, metric_name: metric, metric_target_type: kind }, value ?? STALE);
  if (autoscaler.targetCpuPercent !== null) {
    set('spec', 'cpu', 'utilization', autoscaler.targetCpuPercent);
    set('status', 'cpu', 'utilization', autoscaler.currentPercent);
  }
  model.autoscaler?.metrics?.forEach(({ name, targetMilli }, at) => {
    const current = averagesMilli[at];
    set('spec', name, 'average', targetMilli / 1000);
    set('status', name, 'average', current === null ? null : current / 1000);
  });
  for (const status of ['true', 'false'])
    setGauge(
      world,
      target,
      'kube_horizontalpodautoscaler_status_condition',
      { ...hpa, condition: 'ScalingActive', status },
      (failure === null) === (status === 'true') ? 1 : 0,
    );
}

function deploymentGauges(world: World, service: number, target: number): void {
  const s = world.s;
  const state = s.services[service];
  const labels = { namespace: world.plan.scenario.fleet.namespace, deployment: world.plan.services[service].model.name };
  const pods = state.replicaSets.flatMap((set) => set.pods);
  const ready = pods.filter((pod) => s.lifecycles.pod.state[pod] === POD.ready).length;
  const current = state.replicaSets[state.current].pods.length;
  setGauge(world, target, 'kube_deployment_spec_replicas', labels, state.replicas);
  setGauge(world, target, 'kube_deployment_status_replicas', labels, pods.length);
  setGauge(world, target, 'kube_deployment_status_replicas_ready', labels, ready);
  setGauge(world, target, 'kube_deployment_status_replicas_available', labels, ready);
  setGauge(world, target, 'kube_deployment_status_replicas_unavailable', labels, Math.max(0, state.replicas - ready));
  setGauge(world, target, 'kube_deployment_status_replicas_updated', labels, current);
  setGauge(world, target, 'kube_deployment_metadata_generation', labels, state.generation);
  setGauge(world, target, 'kube_deployment_status_observed_generation', labels, state.generation);
}

/** Every cluster has a kube-state-metrics of its own. */
function stateTarget(world: World, region: string): number {
  return infraTarget(world, 'kube-state-metrics', 'kube-state-metrics:8080', { region });
}

/**
 * What kube-state-metrics last said of a pod. Few pods change between two scrapes, and what is said stays in its slots: so this spares the work and is no
 * state of the fleet's.
 */
export interface ShownPod {
  state: number;
  restarts: number;
  isUnschedulable: boolean;
  cpuRequestMilli: number;
  cpuLimitMilli: number;
}

/** Series of one pod; when it is gone they end, by the staleness marker. */
function podState(world: World, pod: number, namespace: string): void {
  const s = world.s;
  const record = s.pods[pod].record;
  const state = s.lifecycles.pod.state[pod];
  const { name, region } = world.plan.services[s.pods[pod].service].model;
  if (state === POD.gone && record.seriesEnded) return;
  record.seriesEnded = state === POD.gone;
  // kube-state-metrics says it of pods that found no room, and of no others
  const isUnschedulable = state === POD.pending && record.node < 0;
  const { cpuRequestMilli, cpuLimitMilli } = resourcesOfPod(world, pod);
  const shown = (world.shownPods[pod] ??= { state: -1, restarts: -1, isUnschedulable: false, cpuRequestMilli: -1, cpuLimitMilli: -1 });
  if (
    shown.state === state &&
    shown.restarts === record.restarts &&
    shown.isUnschedulable === isUnschedulable &&
    shown.cpuRequestMilli === cpuRequestMilli &&
    shown.cpuLimitMilli === cpuLimitMilli
  )
    return;
  Object.assign(shown, { state, restarts: record.restarts, isUnschedulable, cpuRequestMilli, cpuLimitMilli });
  const target = stateTarget(world, region);
  const labels = { namespace, pod: record.name, service: name };
  const set = (metric: string, more: Labels, value: number, type: 'gauge' | 'counter' = 'gauge'): void => {
    setGauge(world, target, metric, { ...labels, ...more }, state === POD.gone ? STALE : value, type);
  };
  const starting = state === POD.pending || state === POD.creating;
  set('kube_pod_status_ready', { condition: 'true' }, state === POD.ready ? 1 : 0);
  set('kube_pod_status_ready', { condition: 'false' }, state === POD.ready ? 0 : 1);
  set('kube_pod_status_phase', { phase: 'Pending' }, starting ? 1 : 0);
  set('kube_pod_status_phase', { phase: 'Running' }, starting ? 0 : 1);
  if (isUnschedulable || record.wasUnschedulable)
    setGauge(world, target, 'kube_pod_status_unschedulable', { namespace, pod: record.name, uid: record.uid }, isUnschedulable ? 1 : STALE);
  record.wasUnschedulable = isUnschedulable;
  set('kube_pod_container_status_restarts_total', { container: name }, record.restarts, 'counter');
  set('kube_pod_container_resource_requests', { container: name, resource: 'cpu', unit: 'core' }, cpuRequestMilli / 1000);
  if (s.pods[pod].share?.cfs !== undefined) set('kube_pod_container_resource_limits', { container: name, resource: 'cpu', unit: 'core' }, cpuLimitMilli / 1000);
}
