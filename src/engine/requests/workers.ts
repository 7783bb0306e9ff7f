import { meterWorkers } from '../fleet/elastic-workers.ts';
import type { Pod } from '../fleet/pod.ts';
import { deadlineOf } from '../protection/deadline.ts';
import { admits } from '../protection/pod-protection.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { loseOnTheWay } from './lost.ts';
import { FLAG, INT, joinLine, leaveLine, LINE, NONE, PHASE, TIME, timesOf } from './attempt-table.ts';

/** Admission to a pod: a free worker, a place in its accept queue, or a refused connection. */
export function arrive(world: World, row: number, number: number): boolean {
  const s = world.s;
  const t = s.attempts;
  const pod = s.pods[number];
  if (!pod.listening) return pod.silent && loseOnTheWay(world, row, number);
  t.ints[row + INT.pod] = number;
  if (pod.protection !== undefined && !admits(world, row, pod, pod.protection)) return true; // with the answer on its way
  if (pod.busy < pod.workers) {
    startWork(world, row, pod);
    return true;
  }
  if (pod.accept.length >= pod.acceptLimit) return false;
  t.ints[row + INT.phase] = PHASE.accepted;
  joinLine(s, pod.accept, row, LINE.accept);
  return true;
}

function startWork(world: World, row: number, pod: Pod): void {
  const s = world.s;
  const t = s.attempts;
  if (pod.elastic !== null) meterWorkers(pod.elastic, pod, s.nowUs);
  pod.busy++;
  t.ints[row + INT.flags] |= FLAG.holdsWorker;
  t.ints[row + INT.phase] = PHASE.working;
  t.times[timesOf(row) + TIME.started] = s.nowUs;
  t.ints[row + INT.pc] = world.plan.endpoints[t.ints[row + INT.endpoint]].entry;
  resume(s, row, OUTCOME.ok);
}

/** The request is over: its worker takes the next one from the accept queue, unless there is one worker too many. */
export function freeWorker(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if ((t.ints[row + INT.flags] & FLAG.holdsWorker) === 0) return;
  t.ints[row + INT.flags] &= ~FLAG.holdsWorker;
  const number = t.ints[row + INT.pod];
  const pod = s.pods[number];
  if (pod.elastic !== null) meterWorkers(pod.elastic, pod, s.nowUs);
  pod.busy--;
  if (pod.accept.head !== NONE) startNext(world, number);
}

/** Gives a free worker the request that has waited longest. */
export function startNext(world: World, number: number): void {
  const s = world.s;
  const pod = s.pods[number];
  if (!pod.listening || pod.busy >= pod.workers) return;
  const { heedsDeadlines } = world.plan.services[pod.service];
  for (let next = pod.accept.head; next !== NONE; next = pod.accept.head) {
    leaveLine(s.attempts, pod.accept, next);
    if (!heedsDeadlines || deadlineOf(world, next) > s.nowUs) {
      startWork(world, next, pod);
      return;
    }
    s.attempts.ints[next + INT.status] = 504;
    resume(s, next, OUTCOME.expired);
  }
}
