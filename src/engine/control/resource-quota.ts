import { QUOTA_RESOURCES, type QuotaAmounts, type QuotaResource } from '../../contract/resource-quota.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { type PodResources, resourcesOfPod } from './pod-resources.ts';
import { cpuWords, memoryWords } from './quantities.ts';

/** A ResourceQuota of a cluster's namespace, by its place among the fleet's. */
export interface ResourceQuotaState {
  hard: QuotaAmounts;
}

/**
 * Why the API server would not have a new pod, in its words; null: it may come. Quotas are asked in turn, and the first that would be exceeded refuses.
 * Sources: Kubernetes 1.28 apiserver pkg/admission/plugin/resourcequota/controller.go CheckRequest; pkg/quota/v1/evaluator/core/pods.go Constraints.
 */
export function quotaRefusal(world: World, service: number, name: string, pod: PodResources): string | null {
  const { resourceQuotas } = world.s;
  if (resourceQuotas === undefined) return null;
  const { region } = world.plan.services[service].model;
  for (let at = 0; at < resourceQuotas.length; at++) {
    const quota = world.plan.scenario.fleet.resourceQuotas?.[at];
    if (quota === undefined || quota.region !== region) continue;
    const { hard } = resourceQuotas[at];
    const asked = amountsOf(pod);
    const unsaid = bounded(hard).filter((resource) => asked[resource] === 0);
    const forbidden = (why: string): string => `pods "${name}" is forbidden: ${why}`;
    if (unsaid.length > 0)
      return forbidden(
        `failed quota: ${quota.name}: must specify ${unsaid.map((resource) => `${resource} for: ${world.plan.services[service].model.name}`).join('; ')}`,
      );
    const used = quotaUse(world, region);
    const over = bounded(hard).filter((resource) => used[resource] + asked[resource] > (hard[resource] ?? 0));
    const words = (amounts: QuotaAmounts): string => over.map((resource) => `${resource}=${amountWords(resource, amounts[resource] ?? 0)}`).join(',');
    if (over.length > 0) return forbidden(`exceeded quota: ${quota.name}, requested: ${words(asked)}, used: ${words(used)}, limited: ${words(hard)}`);
  }
  return null;
}

/** What the namespace's pods take, found or not found room; one whose grace period is over counts no more. Known at once, where the real controller follows the pods. */
export function quotaUse(world: World, region: string): Record<QuotaResource, number> {
  const { pods, lifecycles, nowUs } = world.s;
  const used = { 'limits.cpu': 0, 'limits.memory': 0, pods: 0, 'requests.cpu': 0, 'requests.memory': 0 };
  for (let pod = 0; pod < pods.length; pod++) {
    const { service, record } = pods[pod];
    if (lifecycles.pod.state[pod] === POD.gone || world.plan.services[service].model.region !== region) continue;
    if (record.deletionUs !== null && record.deletionUs + record.graceUs < nowUs) continue;
    const own = amountsOf(resourcesOfPod(world, pod));
    for (const resource of QUOTA_RESOURCES) used[resource] += own[resource];
  }
  return used;
}

/** The resources a quota bounds, sorted. */
export function bounded(hard: QuotaAmounts): QuotaResource[] {
  return QUOTA_RESOURCES.filter((resource) => hard[resource] !== undefined);
}

export function amountWords(resource: QuotaResource, amount: number): string {
  if (resource === 'pods') return String(amount);
  return resource.endsWith('.cpu') ? cpuWords(amount) : memoryWords(amount);
}

/** As metrics have it: cores, bytes, pods. */
export function amountInUnits(resource: QuotaResource, amount: number): number {
  if (resource === 'pods') return amount;
  return resource.endsWith('.cpu') ? amount / 1000 : amount * 1_048_576;
}

function amountsOf({ cpuLimitMilli, memoryLimitMiB, cpuRequestMilli, memoryRequestMiB }: PodResources): Record<QuotaResource, number> {
  return { 'limits.cpu': cpuLimitMilli, 'limits.memory': memoryLimitMiB, pods: 1, 'requests.cpu': cpuRequestMilli, 'requests.memory': memoryRequestMiB };
}
