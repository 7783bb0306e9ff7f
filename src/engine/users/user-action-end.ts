import { countEdgeRequest } from '../instruments/edge-meters.ts';
import { freeAttempt, INT, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { meterAction } from './harm.ts';

/** One request has passed the load balancer, or the user stopped waiting for it: what the SLO counts. */
export function meterAttempt(world: World, row: number, user: number, outcome: number, status: number, tookUs: number): void {
  const s = world.s;
  const t = s.attempts;
  const stream = t.ints[user + INT.parentGuard];
  const shown = outcome === OUTCOME.timeout ? 0 : status === 0 ? 503 : status;
  countEdgeRequest(world, stream, shown, tookUs);
  const { slos, slosOfStream, sites, streams } = world.plan;
  const slis = slosOfStream[stream];
  for (let i = 0; i < slis.length; i++) {
    const slo = slos[slis[i]];
    s.harm.requests[slis[i]]++;
    if (outcome !== OUTCOME.ok || (slo.kind === 'latency' && tookUs > slo.thresholdUs)) s.harm.badRequests[slis[i]]++;
  }
  const endUs = s.nowUs + sites[streams[stream].site].hopUs;
  world.recorder.traceFinished(
    t.ints[row + INT.keyHi],
    t.ints[row + INT.keyLo],
    world.words.operations[t.ints[row + INT.endpoint]],
    t.times[timesOf(row) + TIME.sent],
    endUs,
    shown,
  );
}

/** The user has an answer, or has given up after the last retry. */
export function userActionEnded(world: World, row: number, outcome: number): void {
  const s = world.s;
  const t = s.attempts;
  const stream = t.ints[row + INT.parentGuard];
  const hop = world.plan.sites[world.plan.streams[stream].site].hopUs;
  meterAction(s.harm, world.plan.slos, world.plan.slosOfStream[stream], s.nowUs, outcome !== OUTCOME.ok, s.nowUs + hop - t.times[timesOf(row) + TIME.sent]);
  freeAttempt(t, row);
}
