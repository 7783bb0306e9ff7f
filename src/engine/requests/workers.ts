import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { FLAG, joinLine, leaveLine, LINE, NONE, PHASE } from './attempt-table.ts';

/** Admission to a pod: a free worker, a place in its accept queue, or a refused connection. */
export function arrive(world: World, row: number, pod: number): boolean {
  const s = world.s;
  const pods = s.pods;
  const t = s.attempts;
  if (pods.listening[pod] === 0) return false;
  t.pod[row] = pod;
  if (pods.busy[pod] < pods.workers[pod]) {
    startWork(world, row, pod);
    return true;
  }
  const line = pods.accept[pod];
  if (line.length >= pods.acceptLimit[pod]) return false;
  t.phase[row] = PHASE.accepted;
  joinLine(t, line, row, LINE.accept, s.nowUs);
  return true;
}

function startWork(world: World, row: number, pod: number): void {
  const s = world.s;
  const t = s.attempts;
  s.pods.busy[pod]++;
  t.flags[row] |= FLAG.holdsWorker;
  t.phase[row] = PHASE.working;
  t.startedUs[row] = s.nowUs;
  t.pc[row] = world.plan.endpoints[t.endpoint[row]].entry;
  resume(s, row, OUTCOME.ok);
}

/** The request is over: its worker takes the next one from the accept queue. */
export function freeWorker(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if ((t.flags[row] & FLAG.holdsWorker) === 0) return;
  t.flags[row] &= ~FLAG.holdsWorker;
  const pod = t.pod[row];
  s.pods.busy[pod]--;
  const line = s.pods.accept[pod];
  const next = line.head;
  if (next === NONE || s.pods.listening[pod] === 0) return;
  leaveLine(t, line, next);
  startWork(world, next, pod);
}
