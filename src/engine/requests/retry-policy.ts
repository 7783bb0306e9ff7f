import { mix, uniform } from '../../base/hash.ts';
import { RETRY_ON, RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

/** Whether a failed try is followed by another: tries left, a cause the site retries on, time left overall, and budget. */
export function mayRetry(world: World, site: number, tries: number, firstUs: number, outcome: number): boolean {
  const { sites } = world.plan;
  if (tries >= sites.retries[site]) return false;
  if ((sites.retryOn[site] & retryCause(outcome)) === 0) return false;
  const overall = sites.overallUs[site];
  if (overall > 0 && world.s.nowUs >= firstUs + overall) return false;
  const budget = sites.budget[site];
  return budget < 0 || world.s.meters.siteRetries[site] < budget * world.s.meters.siteAttempts[site];
}

function retryCause(outcome: number): number {
  switch (outcome) {
    case OUTCOME.timeout:
      return RETRY_ON.timeout;
    case OUTCOME.refused:
    case OUTCOME.noEndpoint:
    case OUTCOME.reset:
      return RETRY_ON.connect;
    case OUTCOME.failed:
      return RETRY_ON['5xx'];
    default:
      return 0;
  }
}

const BACK_OFF = 0x62;

/**
 * Full jitter: uniform between nothing and base·2^(n−1), at most the maximum. Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 * @param row the coming attempt @param tries its number, from 1 @returns µs
 */
export function backOffUs(world: World, row: number, site: number, tries: number): number {
  const { sites } = world.plan;
  const t = world.s.attempts;
  const ceiling = Math.min(sites.backoffMaxUs[site], sites.backoffBaseUs[site] * (1 << Math.min(20, tries - 1)));
  return Math.round(uniform(mix(t.keyHi[row], t.keyLo[row], t.place[row], BACK_OFF)) * ceiling);
}

/** What a service answers when a call it needs has failed. Envoy: response flags UT, UH, UF, UC; passes the upstream's own 5xx on. */
export function statusFor(outcome: number, status: number, runtime: number): number {
  if (outcome === OUTCOME.timeout) return 504;
  if (outcome === OUTCOME.failed) return runtime === RUNTIME.envoy ? status : 502;
  return 503;
}
