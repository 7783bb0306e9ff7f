import { amountInUnits, bounded, quotaUse } from '../control/resource-quota.ts';
import type { World } from '../world.ts';
import { infraTarget, setGauge } from './set-gauge.ts';

/** Source: kube-state-metrics docs/metrics/policy/resourcequota-metrics.md. */
export function quotaGauges(world: World): void {
  const { namespace, resourceQuotas = [] } = world.plan.scenario.fleet;
  world.s.resourceQuotas?.forEach(({ hard }, at) => {
    const { name, region } = resourceQuotas[at];
    const used = quotaUse(world, region);
    const target = infraTarget(world, 'kube-state-metrics', 'kube-state-metrics:8080', { region });
    for (const resource of bounded(hard)) {
      const labels = { namespace, resourcequota: name, resource };
      setGauge(world, target, 'kube_resourcequota', { ...labels, type: 'hard' }, amountInUnits(resource, hard[resource] ?? 0));
      setGauge(world, target, 'kube_resourcequota', { ...labels, type: 'used' }, amountInUnits(resource, used[resource]));
    }
  });
}
