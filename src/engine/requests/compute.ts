import { sampleUs } from '../plan/distribution.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { FLAG, joinLine, leaveLine, LINE, NONE } from './attempt-table.ts';

/** A compute step: takes one of the pod's cores, or waits for one. */
export function compute(world: World, row: number, duration: number, pc: number): void {
  const s = world.s;
  const t = s.attempts;
  const pod = t.pod[row];
  const us = sampleUs(world.plan.durations, duration, t.keyHi[row], t.keyLo[row], t.place[row], pc);
  if (s.pods.cpuBusy[pod] >= s.pods.cores[pod]) {
    joinLine(t, s.pods.cpu[pod], row, LINE.cpu, s.nowUs);
    t.serviceUs[row] = us;
    return;
  }
  startCompute(world, row, pod, us);
}

function startCompute(world: World, row: number, pod: number, us: number): void {
  const s = world.s;
  s.pods.cpuBusy[pod]++;
  s.pods.cpuUsedUs[pod] += us;
  s.attempts.flags[row] |= FLAG.holdsCpu;
  pushEvent(s.queue, s.nowUs + us, 0, EVENT.computed, row, s.attempts.generation[row]);
}

/** The step has had its time: its core goes to the next in line. */
export function releaseCpu(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if ((t.flags[row] & FLAG.holdsCpu) === 0) return;
  t.flags[row] &= ~FLAG.holdsCpu;
  const pod = t.pod[row];
  s.pods.cpuBusy[pod]--;
  const next = s.pods.cpu[pod].head;
  if (next === NONE) return;
  leaveLine(t, s.pods.cpu[pod], next);
  startCompute(world, next, pod, t.serviceUs[next]);
}
