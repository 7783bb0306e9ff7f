import { logEdgeRequest } from '../edge/request-log.ts';
import { edgeStatus, edgeTimedOut } from '../edge/route-rule.ts';
import { countEdgeRequest } from '../instruments/edge-meters.ts';
import { freeAttempt, INT, TIME, timesOf } from '../requests/attempt-table.ts';
import type { SitePlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { keepAnswer } from './client-cache.ts';
import { meterAction } from './harm.ts';
import { beginSegments } from './segments.ts';

/** One request has passed the load balancer, or the user stopped waiting for it: what the SLO counts. */
export function meterAttempt(world: World, row: number, user: number, site: SitePlan, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const stream = t.ints[user + INT.parentGuard];
  const shown = outcome === OUTCOME.timeout && !edgeTimedOut(world, row, site) ? 0 : status === 0 ? edgeStatus(world, outcome) : status;
  const tookUs = s.nowUs + site.hopUs - t.times[timesOf(row) + TIME.begun];
  countEdgeRequest(world, stream, site, shown, tookUs);
  logEdgeRequest(world, row, stream, outcome, shown, tookUs);
  const { slos, slosOfStream } = world.plan;
  const slis = slosOfStream[stream];
  for (let i = 0; i < slis.length; i++) {
    const slo = slos[slis[i]];
    s.harm.requests[slis[i]]++;
    if (outcome !== OUTCOME.ok || (slo.kind === 'latency' && tookUs > slo.thresholdUs)) s.harm.badRequests[slis[i]]++;
  }
  world.recorder.traceFinished(
    t.ints[row + INT.keyHi],
    t.ints[row + INT.keyLo],
    world.words.operations[t.ints[row + INT.endpoint]],
    t.times[timesOf(row) + TIME.begun],
    s.nowUs + site.hopUs,
    shown,
  );
}

/** The user has an answer, or has given up after the last retry. */
export function userActionEnded(world: World, row: number, site: SitePlan, outcome: number): void {
  const s = world.s;
  const t = s.attempts;
  const stream = t.ints[row + INT.parentGuard];
  const kept = s.clientCaches[stream];
  const { cached, segments } = world.plan.streams[stream];
  if (kept !== null && cached !== null && outcome === OUTCOME.ok)
    keepAnswer(kept, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], s.nowUs + site.hopUs + cached.ttlUs);
  if (segments !== null && outcome === OUTCOME.ok) {
    beginSegments(world, row, segments, s.nowUs + site.hopUs);
    return;
  }
  meterAction(
    s.harm,
    world.plan.slos,
    world.plan.slosOfStream[stream],
    s.nowUs,
    outcome !== OUTCOME.ok,
    s.nowUs + site.hopUs - t.times[timesOf(row) + TIME.sent],
  );
  freeAttempt(t, row);
}
