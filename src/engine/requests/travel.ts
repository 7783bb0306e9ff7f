import { mix } from '../../base/hash.ts';
import { OUTSIDE } from '../network/hosts.ts';
import { countSegment, delayUs, hasLinks, isLost, MOST_RESENT, MOST_RESENT_AFTER_CLOSE, retransmitUs } from '../network/packets.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { INT, NONE, PHASE, USER } from './attempt-table.ts';

/**
 * A call's request and its answer on their way, in fleets whose network is not perfect. Each is one segment on a connection that is there: it is sent, and sent again until
 * one gets through or TCP gives up. So a cut link holds messages up, and when it is whole again they arrive with the next transmission.
 * A row on its way has phase `sending` or `answering`; the number of times its segment has been sent again rides in the event, since rows' names are multiples of 32.
 */
const REQUEST = 0x7271;
const ANSWER = 0x616e;
export const RESENT_BITS = 31;

/** A request leaves for a pod. @param caller the calling pod, or OUTSIDE @returns false when it is there at once */
export function departs(world: World, row: number, caller: number, pod: number): boolean {
  const { s } = world;
  const { ints } = s.attempts;
  ints[row + INT.lateUs] = 0;
  if (!hasLinks(s.links)) return false;
  ints[row + INT.callerPod] = caller;
  ints[row + INT.pod] = pod;
  ints[row + INT.phase] = PHASE.sending;
  if (transmit(world, row, 0)) return true;
  ints[row + INT.phase] = PHASE.waiting;
  ints[row + INT.pod] = NONE;
  return false;
}

/** An answer leaves for whoever waits. @param outcome what it is to the caller @returns false when it is there at once */
export function answerDeparts(world: World, row: number, outcome: number, status: number): boolean {
  const { s } = world;
  if (!hasLinks(s.links)) return false;
  const { ints } = s.attempts;
  const caller = ints[row + INT.parent];
  if (caller === USER) ints[row + INT.callerPod] = OUTSIDE;
  else if (caller < 0 || ints[caller + INT.generation] !== ints[row + INT.parentGuard]) return false;
  else ints[row + INT.callerPod] = world.plan.sites[ints[row + INT.site]].from < 0 ? OUTSIDE : ints[caller + INT.pod];
  ints[row + INT.phase] = PHASE.answering;
  ints[row + INT.outcome] = outcome;
  ints[row + INT.status] = status;
  return transmit(world, row, 0);
}

/**
 * A row's segment is sent, for the first time or again.
 * @returns false when it is there at once; true when it is on its way, or will be sent again
 */
export function transmit(world: World, row: number, resent: number): boolean {
  const { s, plan } = world;
  const { ints } = s.attempts;
  const isRequest = ints[row + INT.phase] === PHASE.sending;
  const from = isRequest ? ints[row + INT.callerPod] : ints[row + INT.pod];
  const to = isRequest ? ints[row + INT.pod] : ints[row + INT.callerPod];
  const keyHi = ints[row + INT.keyHi];
  const keyLo = ints[row + INT.keyLo];
  const place = ints[row + INT.place];
  const purpose = isRequest ? REQUEST : ANSWER;
  const generation = ints[row + INT.generation];
  countSegment(world, from, resent > 0);
  if (isLost(world, from, to, keyHi, keyLo, place, mix(purpose, resent, 0, 0))) {
    const againUs = Math.round(retransmitUs(world, from, to, resent, ints[row + INT.site] === NONE ? 0 : 2 * plan.sites[ints[row + INT.site]].edgeHopUs));
    pushEvent(s.queue, s.nowUs + againUs, PRIORITY[EVENT.transmit], EVENT.transmit, row | (resent + 1), generation);
    return true;
  }
  const us = delayUs(world, from, to, keyHi, keyLo, place, mix(purpose, resent, 1, 0));
  if (us === 0 && resent === 0) return false;
  pushEvent(s.queue, s.nowUs + us, PRIORITY[EVENT.delivered], EVENT.delivered, row, generation);
  return true;
}

/** Whether TCP sends a segment no more that has been sent again so often already. */
export function givesUp(world: World, row: number, resent: number): boolean {
  const { ints } = world.s.attempts;
  const caller = ints[row + INT.parent];
  // whoever sent it has stopped waiting, or is no more
  const isClosed =
    ints[row + INT.phase] === PHASE.sending && (caller === NONE || (caller >= 0 && ints[caller + INT.generation] !== ints[row + INT.parentGuard]));
  return resent > (isClosed ? MOST_RESENT_AFTER_CLOSE : MOST_RESENT);
}
