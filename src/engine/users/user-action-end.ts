import { countEdgeRequest } from '../instruments/edge-meters.ts';
import { freeAttempt } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { meterAction } from './harm.ts';

/** One request has passed the load balancer, or the user stopped waiting for it: what the SLO counts. */
export function meterAttempt(world: World, row: number, user: number, outcome: number, status: number, tookUs: number): void {
  const s = world.s;
  const t = s.attempts;
  const stream = t.parentGuard[user];
  const shown = outcome === OUTCOME.timeout ? 0 : status === 0 ? 503 : status;
  countEdgeRequest(world, stream, shown, tookUs);
  const { slos, slosOfStream, sites, streams } = world.plan;
  const slis = slosOfStream[stream];
  for (let i = 0; i < slis.length; i++) {
    const slo = slos[slis[i]];
    s.harm.requests[slis[i]]++;
    if (outcome !== OUTCOME.ok || (slo.kind === 'latency' && tookUs > slo.thresholdUs)) s.harm.badRequests[slis[i]]++;
  }
  const endUs = s.nowUs + sites.hopUs[streams[stream].site];
  world.recorder.traceFinished(t.keyHi[row], t.keyLo[row], world.words.operations[t.endpoint[row]], t.sentUs[row], endUs, shown);
}

/** The user has an answer, or has given up after the last retry. */
export function userActionEnded(world: World, row: number, outcome: number): void {
  const s = world.s;
  const t = s.attempts;
  const stream = t.parentGuard[row];
  const hop = world.plan.sites.hopUs[world.plan.streams[stream].site];
  meterAction(s.harm, world.plan.slos, world.plan.slosOfStream[stream], s.nowUs, outcome !== OUTCOME.ok, s.nowUs + hop - t.sentUs[row]);
  freeAttempt(t, row);
}
