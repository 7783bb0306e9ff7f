import type { World } from '../world.ts';
import { namedSlot } from './meters.ts';

/** SLO counters at the load balancer: what burn-rate rules read. */
export function edgeGauges(world: World): void {
  const { meters, harm } = world.s;
  world.plan.slos.forEach((slo, index) => {
    const labels = { slo: slo.name, route: slo.route };
    meters.values[namedSlot(meters, world.edgeTarget, 'slo_requests_total', labels, 'counter')] = harm.requests[index];
    const slot = namedSlot(meters, world.edgeTarget, 'slo_bad_requests_total', labels, 'counter');
    meters.values[slot] = harm.badRequests[index]; // after the first call: making a slot may replace the column
  });
}
