import type { SitePlan } from '../plan/plan.ts';
import type { Meters } from './meters.ts';
import type { World } from '../world.ts';
import { OUTCOME, OUTCOME_ERROR_TYPES } from '../world.ts';
import { addHistogram, keyed, observe } from './meters.ts';

/** Histograms of the request path, by OTel's HTTP conventions in Prometheus spelling. */

const STATUSES = [200, 404, 500, 502, 503, 504, 429] as const;
const OTHER_STATUS = STATUSES.length;
const STATUS_KEYS = 8;
const ENDPOINT_KEYS = 16;
const SITE_KEYS = 32;
const OUTCOME_KEYS = 32;
/** Among them: first of those of answered failures, one a status. */
const FAILED_KEY = 16;

function statusKey(status: number): number {
  for (let i = 0; i < STATUSES.length; i++) if (STATUSES[i] === status) return i;
  return OTHER_STATUS;
}

/** Counts a request a pod has answered. @param endpoint index in the plan */
export function countServed(world: World, pod: number, endpoint: number, status: number, durationUs: number): void {
  const meters = world.s.meters;
  const key = (pod * ENDPOINT_KEYS + world.plan.endpoints[endpoint].local) * STATUS_KEYS + (status === 200 ? 0 : statusKey(status));
  const known = key < meters.server.length ? meters.server[key] : 0;
  observe(meters, known !== 0 ? known : addServed(world, key, pod, endpoint, status), durationUs);
}

function addServed(world: World, key: number, pod: number, endpoint: number, status: number): number {
  const meters = world.s.meters;
  const plan = world.plan.endpoints[endpoint];
  meters.server = keyed(meters.server, key);
  return (meters.server[key] = addHistogram(meters, world.s.pods[pod].record.target, 'http_server_request_duration_seconds', {
    http_request_method: plan.method,
    http_route: plan.route,
    http_response_status_code: String(status),
  }));
}

/** Counts one finished attempt at its caller. @param status 0 when no answer came */
export function countCalled(world: World, pod: number, site: SitePlan, outcome: number, status: number, durationUs: number): void {
  const meters = world.s.meters;
  const key =
    (pod * SITE_KEYS + site.local) * OUTCOME_KEYS +
    (outcome === OUTCOME.failed ? FAILED_KEY + statusKey(status) : outcome < FAILED_KEY ? outcome : outcome + STATUS_KEYS);
  const known = key < meters.client.length ? meters.client[key] : 0;
  observe(meters, known !== 0 ? known : addCalled(world, key, pod, site, outcome, status), durationUs);
}

function addCalled(world: World, key: number, pod: number, site: SitePlan, outcome: number, status: number): number {
  const meters = world.s.meters;
  const { endpoints } = world.plan;
  const labels: Record<string, string> = {
    server_address: site.address,
    http_route: endpoints[site.endpoint].route,
    http_request_method: endpoints[site.endpoint].method,
  };
  if (status > 0) labels['http_response_status_code'] = String(status);
  if (outcome !== 0) labels['error_type'] = status > 0 ? String(status) : OUTCOME_ERROR_TYPES[outcome];
  meters.client = keyed(meters.client, key);
  return (meters.client[key] = addHistogram(meters, world.s.pods[pod].record.target, 'http_client_request_duration_seconds', labels));
}

/** Row of a (pod, site) in Envoy's counters. */
export function callKey(pod: number, site: SitePlan): number {
  return pod * SITE_KEYS + site.local;
}

/** Counts an attempt as it leaves an Envoy: its counters of upstream clusters. */
export function countAttempt(meters: Meters, pod: number, site: SitePlan, retry: boolean): void {
  const key = callKey(pod, site);
  if (key >= meters.callAttempts.length) {
    meters.callAttempts = widen(meters.callAttempts, key);
    meters.callRetries = widen(meters.callRetries, key);
    meters.callTimeouts = widen(meters.callTimeouts, key);
  }
  meters.callAttempts[key]++;
  if (retry) meters.callRetries[key]++;
}

function widen(column: Float64Array, key: number): Float64Array {
  let length = column.length;
  while (length <= key) length *= 2;
  const longer = new Float64Array(length);
  longer.set(column);
  return longer;
}
