import type { Plan } from '../plan/plan.ts';
import type { ConfigState } from '../control/config-maps.ts';
import { FLAG, INT } from '../requests/attempt-table.ts';
import type { Pod } from '../fleet/pod.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { initialSettings, NO_LIMITS, readSettings, type ProtectionSettings } from './settings.ts';
import { createTokenBucket, takeToken, type TokenBucket } from './token-bucket.ts';

/** What a pod does against more requests than it can serve; only pods of services that are told to have it. */
export interface PodProtection {
  settings: ProtectionSettings;
  readonly bucket: TokenBucket;
  /** Endpoints whose requests need a token, null for all: a route has one a method. And the class of users, counted from 1, 0 for all. */
  readonly endpoints: readonly number[] | null;
  readonly client: number;
  /** Requests that asked for a token, those that got none, and those turned away because too many were in flight. */
  asked: number;
  limited: number;
  shed: number;
}

/** undefined for a service that has none. */
export function createProtection(plan: Plan, service: number, config: ConfigState | null, nowUs: number): PodProtection | undefined {
  const { model, endpoints } = plan.services[service];
  const { rateLimit, maxInFlight } = model;
  if (rateLimit === undefined && maxInFlight === undefined) return undefined;
  // a new process that cannot read its file has what its image brings
  const settings = readSettings(config?.data ?? {}) ?? readSettings(initialSettings(model)) ?? NO_LIMITS;
  return {
    settings,
    bucket: createTokenBucket(settings.maxTokens, nowUs),
    endpoints: rateLimit?.route === undefined ? null : endpoints.filter((endpoint) => plan.endpoints[endpoint].route === rateLimit.route),
    client: plan.scenario.fleet.clients.findIndex(({ name }) => name === rateLimit?.client) + 1,
    asked: 0,
    limited: 0,
    shed: 0,
  };
}

/**
 * Whether a request may ask for a worker. If not, it is answered at once and without one: 429 for want of a token, 503 when the pod has
 * all the requests in flight it may have. The rate limit's filter comes first, as Envoy's filters do before the service they protect. Probes go past both: the kubelet asks the container itself.
 */
export function admits(world: World, row: number, pod: Pod, protection: PodProtection): boolean {
  const { s } = world;
  const { ints } = s.attempts;
  if ((ints[row + INT.flags] & FLAG.probe) !== 0) return true;
  const { settings } = protection;
  if (settings.maxTokens > 0 && isLimited(protection, ints[row + INT.endpoint], ints[row + INT.client])) {
    protection.asked++;
    if (!takeToken(protection.bucket, settings, s.nowUs)) {
      protection.limited++;
      return turnAway(world, row, 429, OUTCOME.rateLimited);
    }
  }
  if (settings.maxInFlight === 0 || pod.busy + pod.accept.length < settings.maxInFlight) return true;
  protection.shed++;
  return turnAway(world, row, 503, OUTCOME.overloaded);
}

function isLimited(protection: PodProtection, endpoint: number, client: number): boolean {
  return (protection.endpoints === null || protection.endpoints.includes(endpoint)) && (protection.client === 0 || protection.client === client);
}

function turnAway(world: World, row: number, status: number, outcome: number): false {
  world.s.attempts.ints[row + INT.status] = status;
  resume(world.s, row, outcome);
  return false;
}
