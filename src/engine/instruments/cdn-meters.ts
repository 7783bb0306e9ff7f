import type { CdnState } from '../cdn/cdn-state.ts';
import { CACHE_RESULT, CACHE_RESULTS, STATUSES } from '../cdn/cdn-state.ts';
import { SEGMENT_PATHS } from '../../contract/cdn.ts';
import { type CdnPlan, CONTINENTS } from '../plan/cdn.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { addHistogram, addSlot, type Meters, observe } from './meters.ts';

/**
 * The CDN in the load balancer's own metrics: requests by what the cache was good for, and what the backend bucket was asked. Where a request came in they know
 * by continent alone. Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring.
 */
const PREFIX = 'loadbalancing_googleapis_com_https_';

export function countSegment(world: World, cdn: CdnState, plan: CdnPlan, row: number, pointOfPresence: number, tookUs: number): void {
  const { ints } = world.s.attempts;
  const { clients } = world.plan.scenario.fleet;
  const client = ints[row + INT.client] - 1;
  const result = ints[row + INT.outcome];
  const status = STATUSES.indexOf(ints[row + INT.status] as (typeof STATUSES)[number]);
  const continent = plan.continents[pointOfPresence];
  const key = ((continent * clients.length + client) * CACHE_RESULTS.length + result) * STATUSES.length + status;
  const { meters } = world.s;
  let first = cdn.slots[key];
  if (first === 0) {
    const labels = { ...labelsOf(plan, continent, status), client_platform: clients[client].name, cache_result: CACHE_RESULTS[result] };
    first = addSlot(meters, world.edgeTarget, `${PREFIX}request_count`, labels, 'counter');
    addHistogram(meters, world.edgeTarget, `${PREFIX}total_latencies`, labels, 1000);
    cdn.slots[key] = first;
  }
  meters.values[first]++;
  observe(meters, first + 1, tookUs, 1e-3);
}

/** Segments that players have been answered, all points of presence and classes of users together. */
export interface SegmentCounts {
  readonly segments: number;
  readonly failed: number;
  readonly hits: number;
}

export function segmentCounts({ slots }: CdnState, { values }: Meters): SegmentCounts {
  let [segments, failed, hits] = [0, 0, 0];
  slots.forEach((slot, key) => {
    if (slot === 0) return;
    segments += values[slot];
    if (STATUSES[key % STATUSES.length] !== 200) failed += values[slot];
    if (Math.floor(key / STATUSES.length) % CACHE_RESULTS.length === CACHE_RESULT.hit) hits += values[slot];
  });
  return { segments, failed, hits };
}

export function countOriginRequest(world: World, cdn: CdnState, plan: CdnPlan, pointOfPresence: number, answered: number): void {
  const continent = plan.continents[pointOfPresence];
  const status = STATUSES.indexOf(answered as (typeof STATUSES)[number]);
  const key = continent * STATUSES.length + status;
  if (cdn.originSlots[key] === 0)
    cdn.originSlots[key] = addSlot(world.s.meters, world.edgeTarget, `${PREFIX}backend_request_count`, labelsOf(plan, continent, status), 'counter');
  world.s.meters.values[cdn.originSlots[key]]++;
}

function labelsOf({ model }: CdnPlan, continent: number, status: number) {
  const code = STATUSES[status];
  return {
    matched_url_path_rule: SEGMENT_PATHS,
    response_code: String(code),
    response_code_class: String(Math.floor(code / 100) * 100),
    backend_target_name: model.origin.external,
    proxy_continent: CONTINENTS[continent],
  };
}
