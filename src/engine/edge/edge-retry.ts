import { mix } from '../../base/hash.ts';
import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, TIME, timesOf } from '../requests/attempt-table.ts';
import { newAttempt } from '../requests/new-attempt.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { isGatewayError } from './gateway-error.ts';
import { ruleOf } from './route-rule.ts';

/**
 * The retry policy of the URL map, conditions `gateway-error`: a request without a body whose backend answered 502, 503 or 504, or not at all, is
 * sent again, to any backend. The user sees one answer. Source: docs.cloud.google.com/load-balancing/docs/https/setting-up-global-traffic-mgmt.
 * @returns whether it is tried again
 */
export function edgeTriesAgain(world: World, failed: number, user: number, userGuard: number, site: SitePlan, outcome: number, status: number): boolean {
  const s = world.s;
  const { ints } = s.attempts;
  const edgeTries = ints[failed + INT.edgeTries];
  const rule = ruleOf(world, site);
  if (edgeTries >= (rule === undefined ? s.edgeRetries : rule.retries) || !canBeTried(site, outcome, status)) return false;
  if (world.plan.endpoints[site.endpoint].method !== 'GET') return false;
  const row = newAttempt(s, user, userGuard, site, ints[failed + INT.tries]);
  s.meters.siteRetries[site.index]++;
  const { ints: rows, times } = s.attempts;
  rows[row + INT.edgeTries] = edgeTries + 1;
  rows[row + INT.place] = mix(rows[failed + INT.place], site.index, edgeTries, EDGE_RETRY);
  // the news reaches the proxy, and the request the next pod
  const delayUs = 2 * site.edgeHopUs;
  times[timesOf(row) + TIME.sent] = s.nowUs + delayUs - site.hopUs;
  times[timesOf(row) + TIME.begun] = times[timesOf(failed) + TIME.begun];
  times[timesOf(row) + TIME.first] = times[timesOf(failed) + TIME.first];
  if (rule !== undefined) times[timesOf(row) + TIME.endsBy] = times[timesOf(failed) + TIME.endsBy];
  const leavesUs = rule === undefined ? times[timesOf(row) + TIME.begun] + site.hopUs + site.timerUs : times[timesOf(row) + TIME.endsBy];
  const generation = rows[row + INT.generation];
  pushEvent(s.queue, Math.max(s.nowUs, leavesUs), PRIORITY[EVENT.deadline], EVENT.deadline, row, generation);
  pushEvent(s.queue, s.nowUs + delayUs, PRIORITY[EVENT.edgeRetry], EVENT.edgeRetry, row, generation);
  return true;
}

const EDGE_RETRY = 0x72;

function canBeTried(site: SitePlan, outcome: number, status: number): boolean {
  // a rule's timeout is that of all tries: there is no time for another
  if (outcome === OUTCOME.timeout) return site.edgeTimesOut && site.edgeRoute < 0;
  return isGatewayError(outcome, status);
}
