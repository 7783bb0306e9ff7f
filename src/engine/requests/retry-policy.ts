import { INT, TIME, timesOf } from './attempt-table.ts';
import { mix, uniform } from '../../base/hash.ts';
import type { SitePlan } from '../plan/plan.ts';
import { RETRY_ON, RUNTIME } from '../plan/plan.ts';
import { isWithinBudget } from './retry-window.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

/** Whether a failed try is followed by another: tries left, a cause the site retries on, time left overall, and budget. */
export function mayRetry(world: World, row: number, site: SitePlan, outcome: number): boolean {
  const t = world.s.attempts;
  if (t.ints[row + INT.tries] >= site.retries) return false;
  if ((site.retryOn & retryCause(outcome)) === 0) return false;
  if (site.overallUs > 0 && world.s.nowUs >= t.times[timesOf(row) + TIME.first] + site.overallUs) return false;
  const window = world.s.retryWindows[site.index];
  return window === null || isWithinBudget(window, world.s.nowUs, site.budget);
}

function retryCause(outcome: number): number {
  switch (outcome) {
    case OUTCOME.timeout:
      return RETRY_ON.timeout;
    case OUTCOME.refused:
    case OUTCOME.noEndpoint:
    case OUTCOME.reset:
    case OUTCOME.unverified:
    case OUTCOME.lookupTimedOut:
    case OUTCOME.noSuchHost:
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
export function backOffUs(world: World, row: number, site: SitePlan, tries: number): number {
  const t = world.s.attempts;
  const ceiling = Math.min(site.backoffMaxUs, site.backoffBaseUs * (1 << Math.min(20, tries - 1)));
  return Math.round(uniform(mix(t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], BACK_OFF)) * ceiling);
}

/** What a service answers when a call it needs has failed. Envoy: response flags UT, UH, UF, UC; passes the upstream's own 5xx on. */
export function statusFor(outcome: number, status: number, runtime: number): number {
  if (outcome === OUTCOME.timeout) return 504;
  if (outcome === OUTCOME.failed || outcome === OUTCOME.rateLimited) return runtime === RUNTIME.envoy ? status : 502;
  return 503;
}
