import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { WorldState } from '../world.ts';
import { type AttemptTable, INT, NONE, TIME, timesOf } from './attempt-table.ts';

/**
 * Timeouts of equal length fall due in the order they were set. So each call site keeps its running timeouts in a ring, oldest first, and
 * only the oldest needs an event in the queue. A timeout that is no longer wanted stays in the ring until it comes to the front or room is
 * short: setting one is a few writes, and cancelling one is none. What happens is what one event a timeout would give, at the same
 * microsecond; among events of one microsecond the order may differ, but is always the same.
 */
export interface TimerRing {
  head: number;
  /** Entries, those no longer wanted included. */
  length: number;
  attempt: Int32Array;
  guard: Int32Array;
  /** Whether an event for the ring is in the queue. */
  scheduled: boolean;
}

const CAPACITY = 256;

export function createTimerRing(): TimerRing {
  return { head: 0, length: 0, attempt: new Int32Array(CAPACITY), guard: new Int32Array(CAPACITY), scheduled: false };
}

/** @param durationUs always the same for one site */
export function startTimer(s: WorldState, site: number, durationUs: number, attempt: number): void {
  const ring = s.timers[site];
  const t = s.attempts;
  const deadline = s.nowUs + durationUs;
  t.times[timesOf(attempt) + TIME.deadline] = deadline;
  if (ring.length === ring.attempt.length) makeRoom(t, ring);
  const at = (ring.head + ring.length++) & (ring.attempt.length - 1);
  ring.attempt[at] = attempt;
  ring.guard[at] = t.ints[attempt + INT.generation];
  if (!ring.scheduled) {
    ring.scheduled = true;
    pushEvent(s.queue, deadline, PRIORITY[EVENT.timers], EVENT.timers, site, 0);
  }
}

/** Takes the oldest timeout out if it is due now; NONE when no more is due (and schedules the next look). */
export function nextDue(s: WorldState, site: number): number {
  const ring = s.timers[site];
  const t = s.attempts;
  for (; ring.length > 0; dropFirst(ring)) {
    const attempt = ring.attempt[ring.head];
    if (!isWanted(t, attempt, ring.guard[ring.head])) continue;
    const deadline = t.times[timesOf(attempt) + TIME.deadline];
    if (deadline > s.nowUs) {
      pushEvent(s.queue, deadline, PRIORITY[EVENT.timers], EVENT.timers, site, 0);
      return NONE;
    }
    dropFirst(ring);
    return attempt;
  }
  ring.scheduled = false;
  return NONE;
}

/** A timeout ends with its attempt, or when the caller has its result. */
function isWanted(t: AttemptTable, attempt: number, guard: number): boolean {
  return t.ints[attempt + INT.generation] === guard && t.ints[attempt + INT.parent] !== NONE;
}

function dropFirst(ring: TimerRing): void {
  ring.head = (ring.head + 1) & (ring.attempt.length - 1);
  ring.length--;
}

/** Keeps the wanted entries alone, in twice the room when they fill more than half of it. */
function makeRoom(t: AttemptTable, ring: TimerRing): void {
  const { attempt, guard, head, length } = ring;
  let wanted = 0;
  for (let i = 0; i < length; i++) {
    const from = (head + i) & (length - 1);
    if (!isWanted(t, attempt[from], guard[from])) continue;
    const to = (head + wanted++) & (length - 1);
    attempt[to] = attempt[from];
    guard[to] = guard[from];
  }
  ring.length = wanted;
  if (wanted * 2 <= length) return;
  ring.attempt = new Int32Array(length * 2);
  ring.guard = new Int32Array(length * 2);
  for (let i = 0; i < wanted; i++) {
    ring.attempt[i] = attempt[(head + i) & (length - 1)];
    ring.guard[i] = guard[(head + i) & (length - 1)];
  }
  ring.head = 0;
}
