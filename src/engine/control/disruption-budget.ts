import type { DisruptionBudgetModel } from '../../scenario/model/fleet.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { resolvePart } from './replica-set.ts';

/** Status of a PodDisruptionBudget. It follows from the pods at once, as the disruption controller acts on every change of one. */
export interface BudgetStatus {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  readonly currentHealthy: number;
  readonly disruptionsAllowed: number;
}

/** Percentages round up, of either kind. Source: Kubernetes 1.28 pkg/controller/disruption/disruption.go getExpectedPodCount, countHealthyPods, updatePdbStatus. */
export function budgetStatus(world: World, service: number, budget: DisruptionBudgetModel): BudgetStatus {
  const { lifecycles, services } = world.s;
  const { replicas, replicaSets } = services[service];
  let pods = 0;
  let currentHealthy = 0;
  for (const set of replicaSets)
    for (const pod of set.pods) {
      pods++;
      if (lifecycles.pod.state[pod] === POD.ready) currentHealthy++;
    }
  // what its controllers want, found by way of their pods; where a number of pods is to be left, the pods there are
  const isCounted = 'minAvailable' in budget && 'count' in budget.minAvailable;
  const expectedPods = isCounted || pods === 0 ? pods : replicas;
  const desiredHealthy =
    'minAvailable' in budget
      ? resolvePart(budget.minAvailable, expectedPods, true)
      : Math.max(0, expectedPods - resolvePart(budget.maxUnavailable, expectedPods, true));
  const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  return { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed };
}

/**
 * Whether the eviction API lets a pod go. One that has not started or is going already costs nothing, nor does one that is not ready while
 * enough others are (IfHealthyBudget). Source: Kubernetes 1.28 pkg/registry/core/pod/storage/eviction.go.
 */
export function mayEvict(world: World, pod: number): boolean {
  const { lifecycles, pods } = world.s;
  const { service } = pods[pod];
  const budget = world.plan.services[service].model.disruptionBudget;
  if (budget === undefined) return true;
  const state = lifecycles.pod.state[pod];
  if (state === POD.pending || state === POD.creating || state === POD.terminating) return true;
  const { currentHealthy, desiredHealthy, disruptionsAllowed } = budgetStatus(world, service, budget);
  if (state !== POD.ready && currentHealthy >= desiredHealthy && desiredHealthy > 0) return true;
  return disruptionsAllowed > 0;
}
