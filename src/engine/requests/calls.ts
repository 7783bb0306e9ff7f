import { mix, pick } from '../../base/hash.ts';
import { breakerAllows, breakerRow } from '../fleet/breakers.ts';
import { countAttempt } from '../instruments/request-meters.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { syntheticEnded } from '../users/synthetic-requests.ts';
import { userActionEnded } from '../users/user-action-end.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { allocateAttempt, FLAG, freeAttempt, NONE, PHASE, USER } from './attempt-table.ts';
import { logFallback, recordAttempt } from './call-records.ts';
import { backOffUs, mayRetry, statusFor } from './retry-policy.ts';
import { cancelTimer, nextDue, startTimer } from './timers.ts';
import { arrive } from './workers.ts';

/**
 * Calls: attempts, per-try and overall timeouts, back-off, retry budgets, breakers, fallbacks. The caller's end of an attempt is settled
 * exactly once, by `settle`: an answer, a timeout, or never having reached a server.
 */
const ENDPOINT = 0x65;

/** Starts the first try of a call for a waiting attempt. @param ordinal tells apart branches and steps of the same caller */
export function call(world: World, caller: number, site: number): void {
  const s = world.s;
  const { sites } = world.plan;
  const flag = sites.flag[site];
  if (flag >= 0 && !s.flags[flag].on) {
    returnTo(world, caller, s.attempts.generation[caller], site, OUTCOME.skipped, 0);
    return;
  }
  tryOnce(world, caller, s.attempts.generation[caller], site, 0, s.nowUs);
}

function tryOnce(world: World, caller: number, callerGuard: number, site: number, tries: number, firstUs: number): void {
  const s = world.s;
  const t = s.attempts;
  const row = newAttempt(world, caller, callerGuard, site, tries, firstUs);
  if (world.plan.sites.breaker[site] >= 0 && !breakerAllows(world, breakerRow(world, caller, site))) {
    settle(world, row, OUTCOME.breakerOpen, 0);
    freeAttempt(t, row);
    return;
  }
  setDeadline(world, row, site, tries, firstUs);
  send(world, row, site);
}

function newAttempt(world: World, caller: number, callerGuard: number, site: number, tries: number, firstUs: number): number {
  const s = world.s;
  const row = allocateAttempt(s.attempts);
  const t = s.attempts; // allocation may have replaced its columns
  const { sites } = world.plan;
  s.calls++;
  s.meters.siteAttempts[site]++;
  if (tries > 0) s.meters.siteRetries[site]++;
  if (sites.from[site] >= 0) countAttempt(world, t.pod[caller], site, tries > 0);
  t.parent[row] = caller;
  t.parentGuard[row] = callerGuard;
  t.site[row] = site;
  t.tries[row] = tries;
  t.endpoint[row] = sites.endpoint[site];
  t.keyHi[row] = t.keyHi[caller];
  t.keyLo[row] = t.keyLo[caller];
  t.place[row] = mix(t.place[caller], site, tries, t.pc[caller]);
  t.sentUs[row] = s.nowUs - sites.hopUs[site];
  t.firstUs[row] = firstUs;
  t.phase[row] = PHASE.waiting;
  return row;
}

function setDeadline(world: World, row: number, site: number, tries: number, firstUs: number): void {
  const s = world.s;
  const { sites } = world.plan;
  if (tries === 0 || sites.overallUs[site] === 0) {
    if (s.timers.durationUs[site] > 0) startTimer(s, site, row);
    return;
  }
  const overall = sites.overallUs[site];
  const perTry = sites.timeoutUs[site];
  const due = perTry > 0 ? Math.min(s.nowUs + perTry, firstUs + overall) : firstUs + overall;
  pushEvent(s.queue, due, PRIORITY[EVENT.deadline], EVENT.deadline, row, s.attempts.generation[row]);
}

function send(world: World, row: number, site: number): void {
  const s = world.s;
  const t = s.attempts;
  const endpoints = s.services[world.plan.sites.target[site]].endpoints;
  const count = endpoints.length;
  if (count === 0) {
    unreached(world, row, OUTCOME.noEndpoint);
    return;
  }
  const pod = endpoints[count === 1 ? 0 : pick(mix(t.keyHi[row], t.keyLo[row], t.place[row], ENDPOINT), count)];
  if (!arrive(world, row, pod)) unreached(world, row, OUTCOME.refused);
}

function unreached(world: World, row: number, outcome: number): void {
  settle(world, row, outcome, 0);
  freeAttempt(world.s.attempts, row);
}

/** A per-try or overall deadline of a site's list is due. */
export function timersDue(world: World, list: number): void {
  for (let row = nextDue(world.s, list); row !== NONE; row = nextDue(world.s, list)) giveUp(world, row);
}

export function deadlineDue(world: World, row: number): void {
  if (world.s.attempts.parent[row] !== NONE) giveUp(world, row);
}

/** The caller stops waiting. The server, if it has the request, works on for nobody. */
function giveUp(world: World, row: number): void {
  const t = world.s.attempts;
  if (t.phase[row] === PHASE.backoff) {
    const { site, parent, parentGuard } = t;
    returnTo(world, parent[row], parentGuard[row], site[row], OUTCOME.timeout, 0);
    freeAttempt(t, row);
    return;
  }
  settle(world, row, OUTCOME.timeout, 0);
}

/**
 * The caller's end of an attempt is over: counts it, and tries again or hands the result to the caller. Leaves the row to whoever
 * serves it. Safe to call for an attempt nobody waits for any more.
 */
export function settle(world: World, row: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const caller = t.parent[row];
  if (caller < 0) {
    if (caller === USER) syntheticEnded(world, row, outcome, status);
    return;
  }
  const site = t.site[row];
  const callerGuard = t.parentGuard[row];
  const tries = t.tries[row];
  const firstUs = t.firstUs[row];
  cancelTimer(s, row);
  t.parent[row] = NONE;
  const failed = outcome !== OUTCOME.ok;
  if (failed) {
    s.meters.siteFailures[site]++;
    if (outcome === OUTCOME.timeout) s.meters.siteTimeouts[site]++;
  }
  if (t.generation[caller] !== callerGuard) return; // the caller itself is gone
  recordAttempt(world, row, caller, site, outcome, status);
  if (failed && mayRetry(world, site, tries, firstUs, outcome)) {
    backOff(world, caller, callerGuard, site, tries + 1, firstUs);
    return;
  }
  returnTo(world, caller, callerGuard, site, outcome, status);
}

/** The next try waits a while in a row of its own; a user's answer and next request travel first. */
function backOff(world: World, caller: number, callerGuard: number, site: number, tries: number, firstUs: number): void {
  const { sites } = world.plan;
  const s = world.s;
  const row = newAttempt(world, caller, callerGuard, site, tries, firstUs);
  const t = s.attempts;
  const delay = backOffUs(world, row, site, tries) + 2 * sites.hopUs[site];
  if (delay === 0) {
    setDeadline(world, row, site, tries, firstUs);
    send(world, row, site);
    return;
  }
  t.phase[row] = PHASE.backoff;
  if (sites.overallUs[site] > 0) {
    const due = firstUs + sites.overallUs[site];
    pushEvent(s.queue, due, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.generation[row]);
  }
  pushEvent(s.queue, s.nowUs + delay, PRIORITY[EVENT.retry], EVENT.retry, row, t.generation[row]);
}

/** The back-off of a retry is over. */
export function retryNow(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if (t.phase[row] !== PHASE.backoff) return;
  const site = t.site[row];
  if (t.generation[t.parent[row]] !== t.parentGuard[row]) {
    freeAttempt(t, row);
    return;
  }
  t.phase[row] = PHASE.waiting;
  t.sentUs[row] = s.nowUs - world.plan.sites.hopUs[site];
  const perTry = world.plan.sites.timeoutUs[site];
  if (world.plan.sites.overallUs[site] === 0) {
    if (s.timers.durationUs[site] > 0) startTimer(s, site, row);
  } else if (perTry > 0) {
    pushEvent(s.queue, s.nowUs + perTry, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.generation[row]);
  }
  send(world, row, site);
}

/** A call's final result reaches its caller. */
function returnTo(world: World, caller: number, guard: number, site: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  if (t.generation[caller] !== guard) return;
  const { sites } = world.plan;
  if (sites.from[site] < 0) {
    userActionEnded(world, caller, outcome);
    return;
  }
  if (outcome !== OUTCOME.ok && outcome !== OUTCOME.skipped) {
    if (outcome === OUTCOME.timeout) t.flags[caller] |= FLAG.callTimedOut;
    if (sites.optional[site] === 0) {
      t.pending[caller] = 0;
      t.status[caller] = statusFor(outcome, status, world.plan.services[sites.from[site]].runtime);
      t.outcome[caller] = outcome;
      resume(s, caller, OUTCOME.failed);
      return;
    }
    logFallback(world, caller, site, outcome);
  }
  if (t.pending[caller] > 0 && --t.pending[caller] === 0) resume(s, caller, OUTCOME.ok);
}
