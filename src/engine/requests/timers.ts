import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { WorldState } from '../world.ts';
import { NONE } from './attempt-table.ts';

/**
 * Timeouts of equal length fall due in the order they were set. So each call site keeps its running timeouts in a list, oldest first, and
 * only the list's head needs an event in the queue: setting and cancelling one is a few writes. What happens is what one event a
 * timeout would give, at the same microsecond; among events of one microsecond the order may differ, but is always the same.
 */
export interface TimerLists {
  durationUs: Float64Array;
  head: Int32Array;
  tail: Int32Array;
  /** Whether an event for the list is in the queue. */
  scheduled: Uint8Array;
}

export function createTimerLists(durationsUs: readonly number[]): TimerLists {
  const count = Math.max(1, durationsUs.length);
  return {
    durationUs: Float64Array.from({ length: count }, (_, i) => durationsUs[i] ?? 0),
    head: new Int32Array(count).fill(NONE),
    tail: new Int32Array(count).fill(NONE),
    scheduled: new Uint8Array(count),
  };
}

export function startTimer(s: WorldState, list: number, attempt: number): void {
  const lists = s.timers;
  const t = s.attempts;
  const deadline = s.nowUs + lists.durationUs[list];
  t.timerList[attempt] = list;
  t.deadlineUs[attempt] = deadline;
  const tail = lists.tail[list];
  t.timerPrevious[attempt] = tail;
  t.timerNext[attempt] = NONE;
  lists.tail[list] = attempt;
  if (tail === NONE) lists.head[list] = attempt;
  else t.timerNext[tail] = attempt;
  if (lists.scheduled[list] === 0) {
    lists.scheduled[list] = 1;
    pushEvent(s.queue, deadline, PRIORITY[EVENT.timers], EVENT.timers, list, 0);
  }
}

export function cancelTimer(s: WorldState, attempt: number): void {
  const t = s.attempts;
  const list = t.timerList[attempt];
  if (list === NONE) return;
  const lists = s.timers;
  const previous = t.timerPrevious[attempt];
  const next = t.timerNext[attempt];
  if (previous === NONE) lists.head[list] = next;
  else t.timerNext[previous] = next;
  if (next === NONE) lists.tail[list] = previous;
  else t.timerPrevious[next] = previous;
  t.timerList[attempt] = NONE;
}

/** Takes the head off the list if it is due now; NONE when no more is due (and schedules the next look). */
export function nextDue(s: WorldState, list: number): number {
  const lists = s.timers;
  const head = lists.head[list];
  if (head === NONE) {
    lists.scheduled[list] = 0;
    return NONE;
  }
  const deadline = s.attempts.deadlineUs[head];
  if (deadline > s.nowUs) {
    pushEvent(s.queue, deadline, PRIORITY[EVENT.timers], EVENT.timers, list, 0);
    return NONE;
  }
  cancelTimer(s, head);
  return head;
}
