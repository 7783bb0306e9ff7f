import { type AdaptiveConcurrencyModel, CRITICALITIES, DEFAULT_LIMIT_SHARES, type LimitSharesModel } from '../../scenario/model/protection.ts';
import type { Plan } from '../plan/plan.ts';
import type { ConfigState } from '../control/config-maps.ts';
import { FLAG, INT, NONE } from '../requests/attempt-table.ts';
import type { Pod } from '../fleet/pod.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { adaptiveData, type AdaptiveSettings, readAdaptiveSettings } from './adaptive-settings.ts';
import { criticalityOf, limitFor, limitShareData, readLimitShares } from './criticality.ts';
import { createGradientController, type GradientController, learnLatency, moveOn } from './gradient-controller.ts';
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
  /** Of both limits of requests in flight, by place in CRITICALITIES; absent where no request is more critical than another and no limit adapts. */
  readonly shedBy?: number[];
  /** Percent of those limits, where the service has its own. */
  shares?: readonly number[];
  /** Absent where its service has none. */
  readonly adaptive?: AdaptiveConcurrency;
}

export interface AdaptiveConcurrency {
  settings: AdaptiveSettings;
  readonly controller: GradientController;
}

/** undefined for a service that has none. @param key hash of the pod's name: its own jitter */
export function createProtection(plan: Plan, service: number, config: ConfigState | null, key: number, nowUs: number): PodProtection | undefined {
  const { model, endpoints } = plan.services[service];
  const { rateLimit, maxInFlight, adaptiveConcurrency } = model;
  if (rateLimit === undefined && maxInFlight === undefined && adaptiveConcurrency === undefined) return undefined;
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
    ...(plan.knowsCriticality || adaptiveConcurrency !== undefined ? { shedBy: CRITICALITIES.map(() => 0) } : {}),
    ...(model.limitShares === undefined ? {} : { shares: sharesOf(model.limitShares, config) }),
    ...(adaptiveConcurrency === undefined ? {} : { adaptive: createAdaptive(adaptiveConcurrency, config, key, nowUs) }),
  };
}

function sharesOf(model: LimitSharesModel, config: ConfigState | null): readonly number[] {
  const shares = readLimitShares(config?.data ?? limitShareData(model));
  return typeof shares === 'string' ? model : shares;
}

function createAdaptive(model: AdaptiveConcurrencyModel, config: ConfigState | null, key: number, nowUs: number): AdaptiveConcurrency {
  const read = readAdaptiveSettings(model, config?.data ?? adaptiveData(model));
  const settings = typeof read === 'string' ? { ...model, isEnabled: true } : read;
  return { settings, controller: createGradientController(settings, key, nowUs) };
}

/**
 * Whether a request may ask for a worker. If not, it is answered at once and without one: 429 for want of a token, 503 when the pod has
 * all the requests in flight it may have, of that criticality. The rate limit's filter comes first, as Envoy's filters do before the service they protect. Probes go past both: the kubelet asks the container itself.
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
  const inFlight = pod.busy + pod.accept.length;
  const { adaptive, shares = DEFAULT_LIMIT_SHARES } = protection;
  if (adaptive?.settings.isEnabled === true) {
    moveOn(adaptive.controller, adaptive.settings, s.nowUs);
    if (inFlight >= limitFor(adaptive.controller.limit, shares, ints[row + INT.flags])) {
      adaptive.controller.blocked++;
      return shed(world, row, protection, OUTCOME.concurrencyLimit);
    }
  }
  if (settings.maxInFlight === 0 || inFlight < limitFor(settings.maxInFlight, shares, ints[row + INT.flags])) return true;
  protection.shed++;
  return shed(world, row, protection, OUTCOME.overloaded);
}

function shed(world: World, row: number, { shedBy }: PodProtection, outcome: number): false {
  if (shedBy !== undefined) shedBy[criticalityOf(world.s.attempts.ints[row + INT.flags])]++;
  return turnAway(world, row, 503, outcome);
}

/** A request has its answer: how long that took, unless it was turned away, or nobody waits for it any more (of those Envoy keeps no sample either). */
export function answered(world: World, row: number, { settings, controller }: AdaptiveConcurrency, arrivedUs: number): void {
  const { ints } = world.s.attempts;
  if (!settings.isEnabled || (ints[row + INT.flags] & FLAG.holdsWorker) === 0 || ints[row + INT.parent] === NONE) return;
  learnLatency(controller, settings, arrivedUs, world.s.nowUs);
}

function isLimited(protection: PodProtection, endpoint: number, client: number): boolean {
  return (protection.endpoints === null || protection.endpoints.includes(endpoint)) && (protection.client === 0 || protection.client === client);
}

function turnAway(world: World, row: number, status: number, outcome: number): false {
  world.s.attempts.ints[row + INT.status] = status;
  resume(world.s, row, outcome);
  return false;
}
