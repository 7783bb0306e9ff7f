import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { freeAttempt, INT, NONE, PHASE, TIME, timesOf } from './attempt-table.ts';
import { settle } from './calls.ts';
import { loseAtWork } from './lost.ts';
import { answerDeparts, givesUp, transmit } from './travel.ts';
import { arrive } from './workers.ts';

/** Requests and answers that were on their way arrive, or are sent again. */

/** A segment has been answered by nobody for its timeout. */
export function transmitDue(world: World, row: number, resent: number): void {
  const { ints } = world.s.attempts;
  if (givesUp(world, row, resent)) {
    settle(world, row, OUTCOME.timeout, 0);
    freeAttempt(world.s.attempts, row);
    return;
  }
  const sender = ints[row + INT.phase] === PHASE.sending ? ints[row + INT.callerPod] : ints[row + INT.pod];
  if (sender >= 0 && world.s.pods[sender].silent) {
    // the machine that would send it has stopped
    loseAtWork(world, row);
    return;
  }
  if (!transmit(world, row, resent)) delivered(world, row);
}

/** A message is there. */
export function delivered(world: World, row: number): void {
  const { s } = world;
  const { ints, times } = s.attempts;
  if (ints[row + INT.phase] === PHASE.answering) {
    settle(world, row, ints[row + INT.outcome], ints[row + INT.status]);
    freeAttempt(s.attempts, row);
    return;
  }
  const pod = ints[row + INT.pod];
  ints[row + INT.phase] = PHASE.waiting;
  const usualUs = ints[row + INT.site] === NONE ? 0 : world.plan.sites[ints[row + INT.site]].hopUs;
  ints[row + INT.lateUs] = s.nowUs - usualUs - times[timesOf(row) + TIME.sent];
  if (arrive(world, row, pod)) return;
  // the refusal has to travel too
  ints[row + INT.pod] = pod;
  if (answerDeparts(world, row, OUTCOME.refused, 0)) return;
  settle(world, row, OUTCOME.refused, 0);
  freeAttempt(s.attempts, row);
}
