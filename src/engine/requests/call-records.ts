import { SPAN_CLIENT, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { logUnverified } from '../connect/verify.ts';
import { logUnresolvedCall } from '../dns/unresolved-logs.ts';
import { breakerCounts, breakerRow } from '../fleet/breakers.ts';
import { callKey, countCalled } from '../instruments/request-meters.ts';
import { RUNTIME } from '../plan/plan.ts';
import { meterAttempt } from '../users/user-action-end.ts';
import type { SitePlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { INT, NONE, PHASE, TIME, timesOf } from './attempt-table.ts';

/** The caller's end of an attempt, in every signal: counters, histogram, breaker, span and log line, or the users' meters. */
export function recordAttempt(world: World, row: number, caller: number, site: SitePlan, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  if (site.from < 0) {
    meterAttempt(world, row, caller, site, outcome, status);
    return;
  }
  const tookUs = s.nowUs + site.hopUs - t.times[timesOf(row) + TIME.begun];
  const pod = t.ints[caller + INT.pod];
  // in the caller's part of a handshake the row is with the caller's pod
  const isConnecting = site.pool >= 0 && outcome === OUTCOME.timeout && t.ints[row + INT.phase] === PHASE.connecting;
  if (t.ints[row + INT.pod] !== NONE && !isConnecting) t.ints[caller + INT.upstream] = s.pods[t.ints[row + INT.pod]].source;
  if (outcome === OUTCOME.timeout && site.fromEnvoy) s.meters.callTimeouts[callKey(pod, site)]++;
  countCalled(world, pod, site, outcome, status, tookUs);
  if (site.breaker >= 0 && outcome !== OUTCOME.breakerOpen) breakerCounts(world, breakerRow(world, caller, site), outcome !== OUTCOME.ok);
  const place = t.ints[row + INT.place];
  const { words } = world;
  world.recorder.span(
    t.ints[row + INT.keyHi],
    t.ints[row + INT.keyLo],
    clientSpan(place),
    t.ints[caller + INT.place],
    SPAN_CLIENT,
    words.operations[t.ints[row + INT.endpoint]],
    s.pods[pod].source,
    t.times[timesOf(row) + TIME.begun],
    s.nowUs,
    status,
    words.errors[outcome],
    t.ints[row + INT.tries],
  );
  if (outcome !== OUTCOME.ok && outcome !== OUTCOME.breakerOpen && outcome !== OUTCOME.bulkheadFull && outcome !== OUTCOME.throttled)
    logFailedCall(world, row, pod, site, outcome, status);
}

/** Span id of the caller's end; the server's own span has the place itself. */
export function clientSpan(place: number): number {
  return place ^ 0x5bd1e995;
}

const CALL_TIMED_OUT = logTemplateIndex('callTimedOut');
const CALL_FAILED = logTemplateIndex('callFailed');
const JAVA_TIMED_OUT = logTemplateIndex('javaCallTimedOut');

function logFailedCall(world: World, row: number, pod: number, site: SitePlan, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const runtime = world.plan.services[site.from].runtime;
  if (runtime === RUNTIME.envoy) return; // Envoy writes access lines only
  if (outcome === OUTCOME.unverified) {
    logUnverified(world, row, pod, site);
    return;
  }
  if (outcome === OUTCOME.lookupTimedOut || outcome === OUTCOME.noSuchHost) {
    logUnresolvedCall(world, row, pod, site, outcome);
    return;
  }
  const { words, recorder } = world;
  const target = words.addresses[site.index];
  const route = words.routes[site.endpoint];
  if (outcome === OUTCOME.timeout) {
    const template = runtime === RUNTIME.java ? JAVA_TIMED_OUT : CALL_TIMED_OUT;
    recorder.log(
      s.nowUs,
      s.pods[pod].source,
      WARN,
      template,
      t.ints[row + INT.keyHi],
      t.ints[row + INT.keyLo],
      target,
      route,
      site.timeoutUs,
      t.ints[row + INT.tries] + 1,
      0,
    );
    return;
  }
  recorder.log(
    s.nowUs,
    s.pods[pod].source,
    WARN,
    CALL_FAILED,
    t.ints[row + INT.keyHi],
    t.ints[row + INT.keyLo],
    target,
    route,
    status === 0 ? 503 : status,
    t.ints[row + INT.tries] + 1,
    0,
  );
}

const FALLBACK_USED = logTemplateIndex('fallbackUsed');

/** An optional call has failed and its caller does without. Node's handlers say so; the others fall back silently. */
export function logFallback(world: World, caller: number, site: SitePlan, outcome: number): void {
  if (world.plan.services[site.from].runtime !== RUNTIME.node || outcome === OUTCOME.breakerOpen || outcome === OUTCOME.throttled) return;
  const s = world.s;
  const t = s.attempts;
  const { words } = world;
  world.recorder.log(
    s.nowUs,
    s.pods[t.ints[caller + INT.pod]].source,
    WARN,
    FALLBACK_USED,
    t.ints[caller + INT.keyHi],
    t.ints[caller + INT.keyLo],
    words.addresses[site.index],
    words.routes[site.endpoint],
    words.errors[outcome],
    0,
    0,
  );
}
