import type { SitePlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { addHistogram, addSlot, keyed, observe } from './meters.ts';

/**
 * What the load balancer itself reports, by Google's names in the exporter's spelling: requests by code, and latency as users see it.
 * Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring.
 */
const STATUS_SPAN = 600;

/** @param status 0 when the client left first */
export function countEdgeRequest(world: World, stream: number, site: SitePlan, status: number, tookUs: number): void {
  const meters = world.s.meters;
  const key = site.counted * STATUS_SPAN + status;
  if (key >= meters.edge.length) meters.edge = keyed(meters.edge, key);
  let first = meters.edge[key];
  if (first === 0) {
    const plan = world.plan.streams[stream];
    const labels = {
      matched_url_path_rule: plan.route,
      response_code: String(status),
      response_code_class: String(Math.floor(status / 100) * 100),
      client_platform: plan.client.name,
      backend_scope: world.plan.services[site.target].model.region,
    };
    first = addSlot(meters, world.edgeTarget, 'loadbalancing_googleapis_com_https_request_count', labels, 'counter');
    addHistogram(meters, world.edgeTarget, 'loadbalancing_googleapis_com_https_total_latencies', labels, 1000);
    meters.edge[key] = first;
  }
  meters.values[first]++;
  observe(meters, first + 1, tookUs, 1e-3);
}
