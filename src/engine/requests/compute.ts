import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { beginStep, bringUpToDate, type CpuShare, dropFirst, isOver, nextEndUs } from '../fleet/cpu-share.ts';
import type { Pod } from '../fleet/pod.ts';
import type { World, WorldState } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { FLAG, INT, joinLine, leaveLine, LINE, NONE, TIME, timesOf } from './attempt-table.ts';

/** A compute step: takes one of the pod's cores, waits for one, or shares them with the others. */
export function compute(world: World, row: number, duration: number, pc: number): void {
  const s = world.s;
  const t = s.attempts;
  const number = t.ints[row + INT.pod];
  const pod = s.pods[number];
  const us = sampleUs(world.plan.durations[duration], t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], pc);
  if (pod.share !== null) {
    beginStep(pod.share, s.nowUs, us, row, t.ints[row + INT.generation]);
    scheduleEnd(s, number, pod.share);
    return;
  }
  if (pod.cpuBusy >= pod.cores) {
    joinLine(s, pod.cpu, row, LINE.cpu);
    t.times[timesOf(row) + TIME.service] = us;
    return;
  }
  startCompute(s, row, pod, us);
}

function startCompute(s: WorldState, row: number, pod: Pod, us: number): void {
  const t = s.attempts;
  pod.cpuBusy++;
  pod.cpuUsedUs += us;
  t.ints[row + INT.flags] |= FLAG.holdsCpu;
  pushEvent(s.queue, s.nowUs + us, 0, EVENT.computed, row, t.ints[row + INT.generation]);
}

/** The step has had its time: its core goes to the next in line. */
export function releaseCpu(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if ((t.ints[row + INT.flags] & FLAG.holdsCpu) === 0) return;
  t.ints[row + INT.flags] &= ~FLAG.holdsCpu;
  const pod = s.pods[t.ints[row + INT.pod]];
  pod.cpuBusy--;
  const next = pod.cpu.head;
  if (next === NONE) return;
  leaveLine(t, pod.cpu, next);
  startCompute(s, next, pod, t.times[timesOf(next) + TIME.service]);
}

/** A shared step may be over: lets every attempt go on whose step is. */
export function sharedDue(s: WorldState, number: number, guard: number): void {
  const { share } = s.pods[number];
  if (share === null || share.guard !== guard) return;
  bringUpToDate(share, s.nowUs);
  for (; isOver(share); dropFirst(share)) {
    const row = share.attempt[0];
    if (s.attempts.ints[row + INT.generation] === share.generation[0]) resume(s, row, OUTCOME.ok);
  }
  scheduleEnd(s, number, share);
}

/** Every step that begins or ends moves the next end: one event waits for it, and those of before are ignored. */
function scheduleEnd(s: WorldState, number: number, share: CpuShare): void {
  share.guard++;
  if (share.size > 0) pushEvent(s.queue, nextEndUs(share), PRIORITY[EVENT.shared], EVENT.shared, number, share.guard);
}
