import { mix, pick, uniform } from '../../base/hash.ts';
import { SPAN_CLIENT, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { breakerAllows, breakerCounts, breakerRow } from '../fleet/breakers.ts';
import { callKey, countAttempt, countCalled } from '../instruments/request-meters.ts';
import { RETRY_ON, RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { syntheticEnded } from '../users/synthetic-requests.ts';
import { meterAttempt, userActionEnded } from '../users/user-action-end.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { allocateAttempt, FLAG, freeAttempt, NONE, PHASE, USER } from './attempt-table.ts';
import { cancelTimer, nextDue, startTimer } from './timers.ts';
import { arrive } from './workers.ts';

/**
 * Calls: attempts, per-try and overall timeouts, back-off, retry budgets, breakers, fallbacks. The caller's end of an attempt is settled
 * exactly once, by `settle`: an answer, a timeout, or never having reached a server.
 */
export const PURPOSE = { endpoint: 0x65, backoff: 0x62, sample: 0x73 } as const;

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
  const pod = endpoints[count === 1 ? 0 : pick(mix(t.keyHi[row], t.keyLo[row], t.place[row], PURPOSE.endpoint), count)];
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

function recordAttempt(world: World, row: number, caller: number, site: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const { sites } = world.plan;
  const hop = sites.hopUs[site];
  const tookUs = s.nowUs + hop - t.sentUs[row];
  const pod = t.pod[caller];
  if (sites.from[site] < 0) {
    meterAttempt(world, row, caller, outcome, status, tookUs);
    return;
  }
  if (t.pod[row] !== NONE) t.upstream[caller] = s.pods.source[t.pod[row]];
  if (outcome === OUTCOME.timeout) s.meters.callTimeouts[callKey(world, pod, site)]++;
  countCalled(world, pod, site, outcome, status, tookUs);
  if (sites.breaker[site] >= 0 && outcome !== OUTCOME.breakerOpen) breakerCounts(world, breakerRow(world, caller, site), outcome !== OUTCOME.ok);
  const place = t.place[row];
  const { words } = world;
  world.recorder.span(
    t.keyHi[row],
    t.keyLo[row],
    clientSpan(place),
    t.place[caller],
    SPAN_CLIENT,
    words.operations[t.endpoint[row]],
    s.pods.source[pod],
    t.sentUs[row],
    s.nowUs,
    status,
    words.errors[outcome],
    t.tries[row],
  );
  if (outcome !== OUTCOME.ok && outcome !== OUTCOME.breakerOpen) logFailedCall(world, row, pod, site, outcome, status);
}

/** Span id of the caller's end; the server's own span has the place itself. */
export function clientSpan(place: number): number {
  return place ^ 0x5bd1e995;
}

const CALL_TIMED_OUT = logTemplateIndex('callTimedOut');
const CALL_FAILED = logTemplateIndex('callFailed');
const JAVA_TIMED_OUT = logTemplateIndex('javaCallTimedOut');

function logFailedCall(world: World, row: number, pod: number, site: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const { sites, services } = world.plan;
  const runtime = services[sites.from[site]].runtime;
  if (runtime === RUNTIME.envoy) return; // Envoy writes access lines only
  const { words, recorder } = world;
  const target = words.services[sites.target[site]];
  const route = words.routes[sites.endpoint[site]];
  if (outcome === OUTCOME.timeout) {
    const template = runtime === RUNTIME.java ? JAVA_TIMED_OUT : CALL_TIMED_OUT;
    recorder.log(s.nowUs, s.pods.source[pod], WARN, template, t.keyHi[row], t.keyLo[row], target, route, sites.timeoutUs[site], t.tries[row] + 1, 0);
    return;
  }
  recorder.log(s.nowUs, s.pods.source[pod], WARN, CALL_FAILED, t.keyHi[row], t.keyLo[row], target, route, status === 0 ? 503 : status, t.tries[row] + 1, 0);
}

function mayRetry(world: World, site: number, tries: number, firstUs: number, outcome: number): boolean {
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

/** Full jitter: uniform between nothing and base·2^(n−1), at most the maximum. Source: AWS Architecture Blog, "Exponential Backoff And Jitter". */
function backOff(world: World, caller: number, callerGuard: number, site: number, tries: number, firstUs: number): void {
  const { sites } = world.plan;
  const ceiling = Math.min(sites.backoffMaxUs[site], sites.backoffBaseUs[site] * (1 << Math.min(20, tries - 1)));
  const s = world.s;
  const row = newAttempt(world, caller, callerGuard, site, tries, firstUs);
  const t = s.attempts;
  const hop = sites.hopUs[site];
  const delay = Math.round(uniform(mix(t.keyHi[row], t.keyLo[row], t.place[row], PURPOSE.backoff)) * ceiling) + 2 * hop;
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

const FALLBACK_USED = logTemplateIndex('fallbackUsed');

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
    if (world.plan.services[sites.from[site]].runtime === RUNTIME.node && outcome !== OUTCOME.breakerOpen) {
      const { words } = world;
      world.recorder.log(
        s.nowUs,
        s.pods.source[t.pod[caller]],
        WARN,
        FALLBACK_USED,
        t.keyHi[caller],
        t.keyLo[caller],
        words.services[sites.target[site]],
        words.routes[sites.endpoint[site]],
        words.errors[outcome],
        0,
        0,
      );
    }
  }
  if (t.pending[caller] > 0 && --t.pending[caller] === 0) resume(s, caller, OUTCOME.ok);
}

/** What a service answers when a call it needs has failed. Envoy: response flags UT, UH, UF, UC; passes the upstream's own 5xx on. */
function statusFor(outcome: number, status: number, runtime: number): number {
  if (outcome === OUTCOME.timeout) return 504;
  if (outcome === OUTCOME.failed) return runtime === RUNTIME.envoy ? status : 502;
  return 503;
}
