import type { ResourceQuotaInspection } from '../../contract/inspection-control.ts';
import type { QuotaAmounts } from '../../contract/resource-quota.ts';
import { amountWords, bounded, quotaUse, type ResourceQuotaState } from '../control/resource-quota.ts';
import type { World } from '../world.ts';

/** Quotas are as old as the oldest service. */
export function inspectResourceQuotas(world: World, quotas: readonly ResourceQuotaState[], region: string): ResourceQuotaInspection[] {
  const used = quotaUse(world, region);
  const createdUs = Math.min(...world.s.services.map((service) => service.createdUs));
  return quotas.flatMap(({ hard }, at) => {
    const model = world.plan.scenario.fleet.resourceQuotas?.[at];
    const words = (amounts: QuotaAmounts): Record<string, string> =>
      Object.fromEntries(bounded(hard).map((resource) => [resource, amountWords(resource, amounts[resource] ?? 0)]));
    return model === undefined || model.region !== region ? [] : [{ name: model.name, hard: words(hard), used: words(used), createdUs }];
  });
}
