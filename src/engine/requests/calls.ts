import { addressKnown, connectionThere, handshakeOver, leaveConnection, sendOverConnection } from '../connect/connect.ts';
import { breakerAllows, breakerRow } from '../fleet/breakers.ts';
import { backendEnded } from '../edge/backend-outliers.ts';
import { chooseAgain } from '../edge/choose-region.ts';
import { edgeTriesAgain } from '../edge/edge-retry.ts';
import { proxyOf } from '../edge/proxies.ts';
import { ruleOf, startRouteTimeout } from '../edge/route-rule.ts';
import { connectionMade, sendThroughEdge } from '../edge/send-through-edge.ts';
import { askExternal, isErrorAnswer } from '../network/externals.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { recordEnded } from '../kafka/consumer.ts';
import { syntheticEnded } from '../users/synthetic-requests.ts';
import { userActionEnded } from '../users/user-action-end.ts';
import type { SitePlan } from '../plan/plan.ts';
import { deadlineOf, setPatience } from '../protection/deadline.ts';
import { holdBack, letGo } from '../protection/hold-back.ts';
import { hostEnded } from '../protection/outlier-detection.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { FLAG, freeAttempt, INT, NONE, PHASE, TIME, RECORD, timesOf, USER } from './attempt-table.ts';
import { logFallback, recordAttempt } from './call-records.ts';
import { chooseEndpoint } from './choose-endpoint.ts';
import { newAttempt } from './new-attempt.ts';
import { backOffUs, mayRetry, statusFor } from './retry-policy.ts';
import { nextDue, startTimer } from './timers.ts';
import { departs } from './travel.ts';
import { arrive } from './workers.ts';

/**
 * Calls: attempts, per-try and overall timeouts, back-off, retry budgets, breakers, fallbacks. The caller's end of an attempt is settled
 * exactly once, by `settle`: an answer, a timeout, or never having reached a server.
 */

/** Starts the first try of a call for a waiting attempt. */
export function call(world: World, caller: number, site: SitePlan): void {
  const s = world.s;
  const t = s.attempts;
  const callerGuard = t.ints[caller + INT.generation];
  if (site.flag >= 0 && !s.flags[site.flag].on) {
    returnTo(world, caller, callerGuard, site, OUTCOME.skipped, 0);
    return;
  }
  const row = newAttempt(s, caller, callerGuard, site, 0);
  if (site.breaker >= 0 && !breakerAllows(world, breakerRow(world, caller, site))) {
    settle(world, row, OUTCOME.breakerOpen, 0);
    freeAttempt(t, row);
    return;
  }
  const rule = ruleOf(world, site);
  if (rule !== undefined) startRouteTimeout(world, row, site, rule);
  else if (site.propagates) setPatience(world, row, site, caller);
  else if (site.timerUs > 0) startTimer(s, site.index, site.timerUs, row);
  send(world, row, site);
}

/** Sets the timeout of a later try, which overall must end with the first one's. */
function setDeadline(world: World, row: number, site: SitePlan): void {
  const { s } = world;
  if (site.propagates) {
    setPatience(world, row, site, s.attempts.ints[row + INT.parent]);
    return;
  }
  const { timeoutUs, overallUs } = site;
  if (overallUs === 0) {
    if (site.timerUs > 0) startTimer(s, site.index, site.timerUs, row);
    return;
  }
  const end = s.attempts.times[timesOf(row) + TIME.first] + overallUs;
  const due = timeoutUs > 0 ? Math.min(s.nowUs + timeoutUs, end) : end;
  pushEvent(s.queue, due, PRIORITY[EVENT.deadline], EVENT.deadline, row, s.attempts.ints[row + INT.generation]);
}

function send(world: World, row: number, site: SitePlan): void {
  if (site.from < 0) {
    const outcome = sendThroughEdge(world, row, site);
    if (outcome !== OUTCOME.ok) unreached(world, row, outcome);
    return;
  }
  if (site.guarded) {
    const refusal = holdBack(world, row, site);
    if (refusal !== OUTCOME.ok) {
      unreached(world, row, refusal);
      return;
    }
    if (site.external >= 0) {
      askExternal(world, row, site);
      return;
    }
    if (site.pool >= 0) {
      const outcome = sendOverConnection(world, row, site);
      if (outcome !== OUTCOME.ok) unreached(world, row, outcome);
      return;
    }
  }
  const s = world.s;
  const t = s.attempts;
  const pod = chooseEndpoint(world, row, site);
  if (pod === NONE) {
    unreached(world, row, OUTCOME.noEndpoint);
    return;
  }
  if (s.links !== undefined && departs(world, row, t.ints[t.ints[row + INT.parent] + INT.pod], pod)) return;
  if (!arrive(world, row, pod)) unreached(world, row, OUTCOME.refused);
}

function unreached(world: World, row: number, outcome: number): void {
  settle(world, row, outcome, 0);
  freeAttempt(world.s.attempts, row);
}

/** The name of whoever a new connection leads to has been looked up. */
export function nameResolved(world: World, row: number): void {
  const outcome = addressKnown(world, row);
  if (outcome !== OUTCOME.ok) unreached(world, row, outcome);
}

/** A new connection between pods should be there. */
export function connected(world: World, row: number): void {
  const outcome = connectionThere(world, row);
  if (outcome !== OUTCOME.ok) unreached(world, row, outcome);
}

/** Both ends have done their part of a TLS handshake. */
export function handshaken(world: World, row: number): void {
  const outcome = handshakeOver(world, row);
  if (outcome !== OUTCOME.ok) unreached(world, row, outcome);
}

/** The load balancer's new connection to a backend should be there. */
export function edgeConnected(world: World, row: number): void {
  if (isAbandoned(world, row)) return;
  const outcome = connectionMade(world, row);
  if (outcome !== OUTCOME.ok) unreached(world, row, outcome);
}

/** The load balancer tries again. */
export function edgeRetry(world: World, row: number): void {
  if (!isAbandoned(world, row)) send(world, row, world.plan.sites[world.s.attempts.ints[row + INT.site]]);
}

/** Somebody else's answer is there. */
export function externalAnswers(world: World, row: number): void {
  if (isAbandoned(world, row)) return;
  const isError = isErrorAnswer(world, row);
  if (isError === null) return;
  settle(world, row, isError ? OUTCOME.failed : OUTCOME.ok, isError ? 503 : 200);
  freeAttempt(world.s.attempts, row);
}

/** Forgets an attempt that has not reached a server and whose caller has left. */
function isAbandoned(world: World, row: number): boolean {
  const t = world.s.attempts;
  if (t.ints[row + INT.parent] !== NONE) return false;
  freeAttempt(t, row);
  return true;
}

/** A per-try or overall deadline of a site's ring is due. */
export function timersDue(world: World, site: number): void {
  for (let row = nextDue(world.s, site); row !== NONE; row = nextDue(world.s, site)) giveUp(world, row);
}

export function deadlineDue(world: World, row: number): void {
  if (world.s.attempts.ints[row + INT.parent] !== NONE) giveUp(world, row);
}

/** The caller stops waiting. The server, if it has the request, works on for nobody. */
function giveUp(world: World, row: number): void {
  const t = world.s.attempts;
  if (t.ints[row + INT.phase] === PHASE.backoff) {
    returnTo(world, t.ints[row + INT.parent], t.ints[row + INT.parentGuard], world.plan.sites[t.ints[row + INT.site]], OUTCOME.timeout, 0);
    freeAttempt(t, row);
    return;
  }
  const isLost = t.ints[row + INT.phase] === PHASE.lost;
  settle(world, row, OUTCOME.timeout, 0);
  if (isLost) freeAttempt(t, row);
}

/**
 * The caller's end of an attempt is over: counts it, and tries again or hands the result to the caller. Leaves the row to whoever
 * serves it. Safe to call for an attempt nobody waits for any more.
 */
export function settle(world: World, row: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const caller = t.ints[row + INT.parent];
  if (caller < 0) {
    if (caller === USER) syntheticEnded(world, row, outcome, status);
    else if (caller === RECORD) recordEnded(world, row, outcome, status);
    return;
  }
  const site = world.plan.sites[t.ints[row + INT.site]];
  const callerGuard = t.ints[row + INT.parentGuard];
  t.ints[row + INT.parent] = NONE;
  if (site.guarded) {
    letGo(world, row, site, outcome, status);
    if (site.cluster >= 0 && t.ints[caller + INT.generation] === callerGuard) hostEnded(world, row, caller, site, outcome);
    if (site.pool >= 0) leaveConnection(world, row, outcome, status);
  }
  if (site.from < 0 && s.edgeOutliers !== undefined) backendEnded(world, row, site, s.edgeOutliers[proxyOf(world, row, site)], outcome, status);
  const failed = outcome !== OUTCOME.ok;
  if (failed) {
    s.meters.siteFailures[site.index]++;
    if (outcome === OUTCOME.timeout) s.meters.siteTimeouts[site.index]++;
  }
  if (t.ints[caller + INT.generation] !== callerGuard) return; // the caller itself is gone
  if (failed && site.from < 0 && edgeTriesAgain(world, row, caller, callerGuard, site, outcome, status)) return;
  recordAttempt(world, row, caller, site, outcome, status);
  const isTooLate = site.propagates && deadlineOf(world, caller) <= s.nowUs;
  if (failed && !isTooLate && mayRetry(world, row, site, outcome)) {
    backOff(world, row, caller, callerGuard, site);
    return;
  }
  returnTo(world, caller, callerGuard, site, outcome, status);
}

/** The next try waits a while in a row of its own; a user's answer and next request travel first. */
function backOff(world: World, failed: number, caller: number, callerGuard: number, site: SitePlan): void {
  const s = world.s;
  const t = s.attempts;
  const tries = t.ints[failed + INT.tries] + 1;
  const row = newAttempt(s, caller, callerGuard, site, tries);
  const firstUs = t.times[timesOf(failed) + TIME.first];
  t.times[timesOf(row) + TIME.first] = firstUs;
  const delay = backOffUs(world, row, site, tries) + 2 * site.hopUs;
  if (delay === 0) {
    setDeadline(world, row, site);
    send(world, row, site);
    return;
  }
  t.ints[row + INT.phase] = PHASE.backoff;
  if (site.overallUs > 0) {
    const due = firstUs + site.overallUs;
    pushEvent(s.queue, due, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.ints[row + INT.generation]);
  }
  pushEvent(s.queue, s.nowUs + delay, PRIORITY[EVENT.retry], EVENT.retry, row, t.ints[row + INT.generation]);
}

/** The back-off of a retry is over. */
export function retryNow(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if (t.ints[row + INT.phase] !== PHASE.backoff) return;
  if (t.ints[t.ints[row + INT.parent] + INT.generation] !== t.ints[row + INT.parentGuard]) {
    freeAttempt(t, row);
    return;
  }
  const tried = world.plan.sites[t.ints[row + INT.site]];
  const site = tried.from < 0 ? chooseAgain(world, row, tried) : tried;
  t.ints[row + INT.phase] = PHASE.waiting;
  t.times[timesOf(row) + TIME.sent] = s.nowUs - site.hopUs;
  t.times[timesOf(row) + TIME.begun] = s.nowUs - site.hopUs;
  const rule = ruleOf(world, site);
  if (rule !== undefined) startRouteTimeout(world, row, site, rule);
  else if (site.propagates) setPatience(world, row, site, t.ints[row + INT.parent]);
  else if (site.overallUs === 0) {
    if (site.timerUs > 0) startTimer(s, site.index, site.timerUs, row);
  } else if (site.timeoutUs > 0) {
    pushEvent(s.queue, s.nowUs + site.timeoutUs, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.ints[row + INT.generation]);
  }
  send(world, row, site);
}

/** A call's final result reaches its caller. */
function returnTo(world: World, caller: number, guard: number, site: SitePlan, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  if (t.ints[caller + INT.generation] !== guard) return;
  if (site.from < 0) {
    userActionEnded(world, caller, site, outcome);
    return;
  }
  if (outcome !== OUTCOME.ok && outcome !== OUTCOME.skipped) {
    if (outcome === OUTCOME.timeout) t.ints[caller + INT.flags] |= FLAG.callTimedOut;
    if (!site.optional) {
      t.ints[caller + INT.pending] = 0;
      t.ints[caller + INT.status] = statusFor(outcome, status, world.plan.services[site.from].runtime);
      t.ints[caller + INT.outcome] = outcome === OUTCOME.rateLimited ? OUTCOME.failed : outcome;
      resume(s, caller, OUTCOME.failed);
      return;
    }
    logFallback(world, caller, site, outcome);
  }
  if (t.ints[caller + INT.pending] > 0 && --t.ints[caller + INT.pending] === 0) resume(s, caller, OUTCOME.ok);
}
