import type { World } from '../world.ts';
import { allocateAttempt, CUT_OFF, FLAG, freeAttempt, INT, NAME_QUERY, NONE, PHASE, RECORD, TIME, timesOf, USER } from './attempt-table.ts';
import { CRITICALITY_MASK } from '../protection/criticality.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';

/**
 * Requests to a machine that has stopped, or over a network that is cut: neither answered nor refused. The caller waits until its own patience is over, and without any until TCP
 * has resent for the last time. Source: Linux, tcp_retries2 = 15, about 924 s.
 */
const TCP_GIVES_UP_US = 924.6e6;

/** A request that was sent to a pod and won't arrive. Its own timeout, where there is one, is set already. @returns true: it was not refused */
export function loseOnTheWay(world: World, row: number, pod: number): true {
  world.s.attempts.ints[row + INT.pod] = pod;
  loseRequest(world, row);
  return true;
}

/** A request that gets no answer. Its own timeout, where there is one, is set already. */
export function loseRequest(world: World, row: number): void {
  const { ints } = world.s.attempts;
  ints[row + INT.phase] = PHASE.lost;
  const site = ints[row + INT.site] === NONE ? null : world.plan.sites[ints[row + INT.site]];
  if (site !== null && site.timeoutUs === 0 && site.overallUs === 0 && site.timerUs === 0) waitUntil(world, row, world.s.nowUs + TCP_GIVES_UP_US);
}

/**
 * A request that a pod was working on when its machine stopped. Whoever waits goes on waiting, in a row of its own: the old one belongs to the
 * work, which is over.
 */
export function loseAtWork(world: World, row: number): void {
  const { ints } = world.s.attempts;
  const parent = ints[row + INT.parent];
  if (parent !== NONE && parent !== CUT_OFF && parent !== RECORD && parent !== NAME_QUERY && (ints[row + INT.flags] & FLAG.probe) === 0) waitInVain(world, row);
  freeAttempt(world.s.attempts, row);
}

/** A request that a pod is working on when the network between it and whoever waits is cut: the pod goes on, and its answer goes nowhere. */
export function loseAnswer(world: World, row: number): void {
  waitInVain(world, row);
  world.s.attempts.ints[row + INT.parent] = CUT_OFF;
}

/** Whoever waits for an attempt goes on waiting in a row of its own. */
function waitInVain(world: World, row: number): void {
  const { attempts } = world.s;
  const copy = allocateAttempt(attempts);
  const { ints, times } = attempts;
  for (const field of [
    INT.parent,
    INT.parentGuard,
    INT.site,
    INT.tries,
    INT.pod,
    INT.endpoint,
    INT.keyHi,
    INT.keyLo,
    INT.place,
    INT.edgeTries,
    INT.client,
    INT.home,
    INT.callerPod,
    INT.callerLife,
    INT.callConnection,
    INT.callConnectionGuard,
    INT.host,
  ])
    ints[copy + field] = ints[row + field];
  for (const time of [TIME.sent, TIME.started, TIME.first, TIME.begun, TIME.endsBy]) times[timesOf(copy) + time] = times[timesOf(row) + time];
  ints[copy + INT.flags] = ints[row + INT.flags] & (FLAG.synthetic | FLAG.inBulkhead | FLAG.onConnection | FLAG.hasHost | FLAG.isMetered | CRITICALITY_MASK);
  ints[copy + INT.phase] = PHASE.lost;
  waitUntil(world, copy, patienceEndsUs(world, copy));
}

function waitUntil(world: World, row: number, atUs: number): void {
  const { s } = world;
  pushEvent(s.queue, Math.max(s.nowUs, Math.round(atUs)), PRIORITY[EVENT.deadline], EVENT.deadline, row, s.attempts.ints[row + INT.generation]);
}

function patienceEndsUs(world: World, row: number): number {
  const { ints, times } = world.s.attempts;
  if (ints[row + INT.parent] === USER) {
    const request = world.s.http.waiting[String(ints[row + INT.parentGuard])];
    return times[timesOf(row) + TIME.sent] + (request?.timeoutUs ?? TCP_GIVES_UP_US);
  }
  const { timerUs, timeoutUs, overallUs, hopUs, from, propagates, edgeRoute } = world.plan.sites[ints[row + INT.site]];
  const arrivedUs = times[timesOf(row) + (from < 0 ? TIME.sent : TIME.begun)] + hopUs;
  const limits = [arrivedUs + TCP_GIVES_UP_US];
  if (from < 0 && edgeRoute < 0) limits.push(times[timesOf(row) + TIME.begun] + hopUs + timerUs);
  if (from >= 0 && timeoutUs > 0) limits.push(arrivedUs + timeoutUs);
  if (propagates || edgeRoute >= 0) limits.push(times[timesOf(row) + TIME.endsBy]);
  if (overallUs > 0) limits.push(times[timesOf(row) + TIME.first] + overallUs);
  return Math.min(...limits);
}
