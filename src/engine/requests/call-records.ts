import { SPAN_CLIENT, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { breakerCounts, breakerRow } from '../fleet/breakers.ts';
import { callKey, countCalled } from '../instruments/request-meters.ts';
import { RUNTIME } from '../plan/plan.ts';
import { meterAttempt } from '../users/user-action-end.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { NONE } from './attempt-table.ts';

/** The caller's end of an attempt, in every signal: counters, histogram, breaker, span and log line, or the users' meters. */
export function recordAttempt(world: World, row: number, caller: number, site: number, outcome: number, status: number): void {
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

const FALLBACK_USED = logTemplateIndex('fallbackUsed');

/** An optional call has failed and its caller does without. Node's handlers say so; the others fall back silently. */
export function logFallback(world: World, caller: number, site: number, outcome: number): void {
  const { sites, services } = world.plan;
  if (services[sites.from[site]].runtime !== RUNTIME.node || outcome === OUTCOME.breakerOpen) return;
  const s = world.s;
  const t = s.attempts;
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
