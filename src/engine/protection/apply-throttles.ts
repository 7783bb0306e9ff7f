import type { World } from '../world.ts';
import { setThrottles, type Throttle } from './adaptive-throttling.ts';
import { warn } from './process-log.ts';

/** A process takes up what its ConfigMap says; what it cannot read it tells, and goes on with what it had. @returns whether something is different */
export function applyThrottles(world: World, pod: number, throttles: readonly Throttle[], data: Readonly<Record<string, string>>): boolean {
  const plans = world.plan.services[world.s.pods[pod].service].throttles;
  return setThrottles(throttles, plans, data, (at, written) =>
    warn(world, pod, `adaptive throttling of ${plans[at].name}: invalid k '${written}', keeping ${throttles[at].k}`, 0, 0),
  );
}
