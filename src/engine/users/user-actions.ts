import { countEdgeRequest } from '../instruments/edge-meters.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { FLAG, freeAttempt, NONE, PHASE, USER, allocateAttempt } from '../requests/attempt-table.ts';
import { call } from '../requests/calls.ts';
import { meterAction } from './harm.ts';
import { answerSynthetic } from './synthetic.ts';

/** Starts a user action of a stream: one row for the user, and the first try through the load balancer. */
export function startUserAction(world: World, stream: number, keyHi: number, keyLo: number): void {
  const s = world.s;
  const row = allocateAttempt(s.attempts);
  const t = s.attempts;
  const site = world.plan.streams[stream].site;
  t.phase[row] = PHASE.user;
  t.parent[row] = USER;
  t.parentGuard[row] = stream;
  t.site[row] = NONE;
  t.keyHi[row] = keyHi;
  t.keyLo[row] = keyLo;
  t.place[row] = 0;
  t.pc[row] = 0;
  t.pending[row] = 1;
  t.sentUs[row] = s.nowUs - world.plan.sites.hopUs[site];
  call(world, row, site);
}

/** One request has passed the load balancer, or the user stopped waiting for it: what the SLO counts. */
export function meterAttempt(world: World, row: number, user: number, outcome: number, status: number, tookUs: number): void {
  const s = world.s;
  if ((s.attempts.flags[user] & FLAG.synthetic) !== 0) return;
  const stream = s.attempts.parentGuard[user];
  const plan = world.plan.streams[stream];
  countEdgeRequest(world, stream, outcome === OUTCOME.timeout ? 0 : status === 0 ? 503 : status, tookUs);
  for (const sli of world.plan.slosOfStream[stream]) {
    const slo = world.plan.slos[sli];
    const bad = outcome !== OUTCOME.ok || (slo.kind === 'latency' && tookUs > slo.thresholdUs);
    s.harm.requests[sli]++;
    if (bad) s.harm.badRequests[sli]++;
  }
  const t = s.attempts;
  const operation = world.words.operations[t.endpoint[row]];
  world.recorder.traceFinished(t.keyHi[row], t.keyLo[row], operation, t.sentUs[row], s.nowUs + world.plan.sites.hopUs[plan.site], outcome === OUTCOME.timeout ? 0 : status === 0 ? 503 : status);
}

/** The user has an answer, or has given up after the last retry. */
export function userActionEnded(world: World, row: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  if ((t.flags[row] & FLAG.synthetic) !== 0) {
    answerSynthetic(world, row, outcome, status);
    return;
  }
  const stream = t.parentGuard[row];
  const hop = world.plan.sites.hopUs[world.plan.streams[stream].site];
  meterAction(s.harm, world.plan.slos, world.plan.slosOfStream[stream], s.nowUs, outcome !== OUTCOME.ok, s.nowUs + hop - t.sentUs[row]);
  freeAttempt(t, row);
}
