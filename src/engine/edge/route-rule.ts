import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, TIME, timesOf } from '../requests/attempt-table.ts';
import { startTimer } from '../requests/timers.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

/**
 * Route rules of the URL map: a timeout that covers all tries of the load balancer, and how many those are. Requests that are under way keep the timeout they began with.
 * Source: Compute Engine API, HttpRouteAction.timeout, HttpRetryPolicy.
 */
export interface EdgeRouteState {
  timeoutUs: number;
  retries: number;
}

/**
 * Starts the timeout of a user's try by its route's rule, or by the user's own patience where that is shorter. An answer must leave the pod early enough to be with the load
 * balancer in time, so the way is taken off twice: there and back.
 */
export function startRouteTimeout(world: World, row: number, site: SitePlan, rule: EdgeRouteState): void {
  const { s } = world;
  const patienceUs = Math.max(0, Math.min(site.timeoutUs - site.hopUs, rule.timeoutUs - 2 * site.edgeHopUs));
  const dueUs = s.nowUs + patienceUs;
  s.attempts.times[timesOf(row) + TIME.endsBy] = dueUs;
  // only timeouts of the usual length may join the site's ring
  if (patienceUs === site.timerUs) startTimer(s, site.index, patienceUs, row);
  else pushEvent(s.queue, dueUs, PRIORITY[EVENT.deadline], EVENT.deadline, row, s.attempts.ints[row + INT.generation]);
}

/** The rule a user's requests of a site follow. */
export function ruleOf(world: World, site: SitePlan): EdgeRouteState | undefined {
  return site.edgeRoute < 0 ? undefined : world.s.edgeRoutes?.[site.edgeRoute];
}

/** Of a user's request that timed out: whether the load balancer has ended it, before the user would. */
export function edgeTimedOut(world: World, row: number, site: SitePlan): boolean {
  const { attempts, nowUs } = world.s;
  return site.edgeRoute < 0 ? site.edgeTimesOut : nowUs < attempts.times[timesOf(row) + TIME.begun] + site.timeoutUs;
}

/** What a classic Application Load Balancer answers by itself, whatever went wrong behind it. Google documents 502 or 503 for most of its reasons; GKE Ingress of class gce makes a classic one. */
const CLASSIC_ERROR = 502;
const MANAGED_ERROR = 503;
const MANAGED_TIMEOUT = 504;

/** The status of an answer that is the load balancer's own. */
export function edgeStatus(world: World, outcome: number): number {
  if (!world.plan.edge.isManaged) return CLASSIC_ERROR;
  return outcome === OUTCOME.timeout ? MANAGED_TIMEOUT : MANAGED_ERROR;
}
