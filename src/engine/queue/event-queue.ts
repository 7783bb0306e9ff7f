import { growColumns } from '../columns.ts';

/**
 * The one ordering rule of the engine: events run by (time, priority, sequence). Times are integer microseconds; at the same
 * instant a lower priority number runs first; within a priority, what was pushed first runs first.
 *
 * Time is cut into slices of 256 µs. Events of the present slice stand in a small heap; those of the next four seconds in one unsorted
 * list a slice; later ones in a second heap. So the many events of the near future cost a few writes each, however many
 * there are, and are sorted only when their slice comes.
 *
 * Events are never removed: whoever schedules one keeps a generation number beside its subject and ignores the event when the numbers
 * differ (`guard`). Plain data, so that a snapshot is a copy.
 */
export interface EventQueue {
  /** Events waiting. */
  size: number;
  /** Pushes so far; part of the ordering key. */
  sequence: number;
  /** Number of the present slice. */
  slice: number;
  /** Events in the lists of slices. */
  listed: number;
  /** First event of each slice's list, by slice number modulo SLICES; NO_EVENT. */
  lists: Int32Array;
  near: EventHeap;
  far: EventHeap;
  /** First free number; the others are chained through `next`. */
  free: number;
  events: EventColumns;
}

/** Events by number. */
interface EventColumns {
  next: Int32Array;
  time: Float64Array;
  /** priority · 2^44 + sequence. */
  order: Float64Array;
  kind: Uint8Array;
  subject: Int32Array;
  guard: Uint32Array;
}

/** A four-ary heap of event numbers, ordered by the rule above. */
interface EventHeap {
  size: number;
  time: Float64Array;
  event: Int32Array;
}

const PRIORITY_STEP = 17_592_186_044_416; // 2^44
const SLICES = 16_384;
const PER_SLICE = 1 / 256;
const NO_EVENT = -1;

export function createEventQueue(capacity = 1024): EventQueue {
  const queue: EventQueue = {
    size: 0,
    sequence: 0,
    slice: 0,
    listed: 0,
    lists: new Int32Array(SLICES).fill(NO_EVENT),
    near: createHeap(),
    far: createHeap(),
    free: NO_EVENT,
    events: {
      next: new Int32Array(capacity),
      time: new Float64Array(capacity),
      order: new Float64Array(capacity),
      kind: new Uint8Array(capacity),
      subject: new Int32Array(capacity),
      guard: new Uint32Array(capacity),
    },
  };
  chainFree(queue, 0);
  return queue;
}

/** @param timeUs integer µs, not before the last event taken @param priority 0…255, see `event-kinds.ts` */
export function pushEvent(queue: EventQueue, timeUs: number, priority: number, kind: number, subject: number, guard: number): void {
  if (queue.free === NO_EVENT) grow(queue);
  const event = queue.free;
  const { events } = queue;
  queue.free = events.next[event];
  queue.size++;
  events.time[event] = timeUs;
  events.order[event] = priority * PRIORITY_STEP + queue.sequence++;
  events.kind[event] = kind;
  events.subject[event] = subject;
  events.guard[event] = guard;
  place(queue, event, timeUs);
}

function place(queue: EventQueue, event: number, timeUs: number): void {
  const slice = Math.floor(timeUs * PER_SLICE);
  if (slice <= queue.slice) rise(queue, queue.near, event, timeUs);
  else if (slice < queue.slice + SLICES) {
    const list = slice & (SLICES - 1);
    queue.events.next[event] = queue.lists[list];
    queue.lists[list] = event;
    queue.listed++;
  } else rise(queue, queue.far, event, timeUs);
}

/** Time of the first event; Infinity when none waits. */
export function firstTime(queue: EventQueue): number {
  if (queue.near.size === 0) {
    if (queue.size === 0) return Infinity;
    nextSlice(queue);
  }
  return queue.near.time[0];
}

/**
 * Takes the first event, after `firstTime` has said that there is one. Its number is good for reading `kind`, `subject` and `guard` until the
 * next push.
 */
export function takeFirst(queue: EventQueue): number {
  const event = sink(queue, queue.near);
  queue.events.next[event] = queue.free;
  queue.free = event;
  queue.size--;
  return event;
}

/** Goes to the next slice that has events and sorts them; called when the present one is used up. */
function nextSlice(queue: EventQueue): void {
  const { far, lists, near } = queue;
  const { next, time } = queue.events;
  while (near.size === 0) {
    if (queue.listed === 0) queue.slice = Math.floor(far.time[0] * PER_SLICE);
    else queue.slice++;
    while (far.size > 0 && far.time[0] * PER_SLICE < queue.slice + SLICES) {
      const timeUs = far.time[0];
      place(queue, sink(queue, far), timeUs);
    }
    const list = queue.slice & (SLICES - 1);
    for (let event = lists[list]; event !== NO_EVENT; ) {
      const following = next[event];
      rise(queue, near, event, time[event]);
      queue.listed--;
      event = following;
    }
    lists[list] = NO_EVENT;
  }
}

function createHeap(): EventHeap {
  return { size: 0, time: new Float64Array(64), event: new Int32Array(64) };
}

function rise(queue: EventQueue, heap: EventHeap, fresh: number, timeUs: number): void {
  if (heap.size === heap.time.length) growHeap(heap);
  const { time, event } = heap;
  const { order } = queue.events;
  let hole = heap.size++;
  while (hole > 0) {
    const up = (hole - 1) >> 2;
    const upTime = time[up];
    if (upTime < timeUs || (upTime === timeUs && order[event[up]] < order[fresh])) break;
    time[hole] = upTime;
    event[hole] = event[up];
    hole = up;
  }
  time[hole] = timeUs;
  event[hole] = fresh;
}

/** Takes the first off a heap: the hole sinks along the least children, and the last event rises from there, since it belongs near the bottom. */
function sink(queue: EventQueue, heap: EventHeap): number {
  const { time, event } = heap;
  const { order } = queue.events;
  const first = event[0];
  const last = --heap.size;
  if (last === 0) return first;
  let hole = 0;
  for (;;) {
    let least = (hole << 2) + 1;
    if (least >= last) break;
    let leastTime = time[least];
    const end = least + 4 < last ? least + 4 : last;
    for (let child = least + 1; child < end; child++) {
      const childTime = time[child];
      if (childTime > leastTime || (childTime === leastTime && order[event[child]] > order[event[least]])) continue;
      least = child;
      leastTime = childTime;
    }
    time[hole] = leastTime;
    event[hole] = event[least];
    hole = least;
  }
  if (hole === last) return first;
  const lastTime = time[last];
  const lastEvent = event[last];
  while (hole > 0) {
    const up = (hole - 1) >> 2;
    const upTime = time[up];
    if (upTime < lastTime || (upTime === lastTime && order[event[up]] < order[lastEvent])) break;
    time[hole] = upTime;
    event[hole] = event[up];
    hole = up;
  }
  time[hole] = lastTime;
  event[hole] = lastEvent;
  return first;
}

function growHeap(heap: EventHeap): void {
  const time = new Float64Array(heap.time.length * 2);
  const event = new Int32Array(heap.time.length * 2);
  time.set(heap.time);
  event.set(heap.event);
  heap.time = time;
  heap.event = event;
}

function chainFree(queue: EventQueue, from: number): void {
  const { next } = queue.events;
  for (let event = from; event < next.length; event++) next[event] = event + 1 < next.length ? event + 1 : NO_EVENT;
  queue.free = from;
}

function grow(queue: EventQueue): void {
  const from = queue.events.next.length;
  growColumns(queue.events, from);
  chainFree(queue, from);
}
