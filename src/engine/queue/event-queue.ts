import { doubled } from '../columns.ts';

/**
 * The one ordering rule of the engine: events run by (time, priority, sequence). Times are integer microseconds; at the same
 * instant a lower priority number runs first; within a priority, what was pushed first runs first.
 *
 * Time is cut into slices of 32 µs. Events of the present slice stand in a small heap; those of the next half second in one unsorted
 * list a slice, with a bit for every list that is not empty; later ones in a second heap. So the many events of the near future cost a
 * few writes each, however many there are, and are sorted only when their slice comes: mostly there is one, and nothing to sort.
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
  /** A bit a list that is not empty, 32 to a word. */
  filled: Int32Array;
  near: EventHeap;
  far: EventHeap;
  /** First free event; the others are chained through `FIELD.next`. */
  free: number;
  /** Whole numbers of all events, one event after another: `ints[event + FIELD.kind]`. An event is named by the place of its first. */
  ints: Int32Array;
  /** Ordering keys of all events: `keys[keysOf(event) + KEY.time]`. */
  keys: Float64Array;
}

/** Whole numbers of an event. */
export const FIELD = { next: 0, kind: 1, subject: 2, guard: 3 } as const;
/** Ordering keys of an event: its time in µs, then priority · 2^44 + sequence. */
const KEY = { time: 0, order: 1 } as const;

/** Room for an event: powers of two, so that its keys are found by a shift. */
const FIELDS = 4;
const KEYS = 2;

/** Place of an event's first key. */
function keysOf(event: number): number {
  return event >> 1; // KEYS / FIELDS
}

/** A four-ary heap of events, ordered by the rule above. */
interface EventHeap {
  size: number;
  time: Float64Array;
  event: Int32Array;
}

const PRIORITY_STEP = 17_592_186_044_416; // 2^44
const SLICES = 16_384;
const PER_SLICE = 1 / 32;
const NO_EVENT = -1;

export function createEventQueue(capacity = 1024): EventQueue {
  const queue: EventQueue = {
    size: 0,
    sequence: 0,
    slice: 0,
    listed: 0,
    lists: new Int32Array(SLICES).fill(NO_EVENT),
    filled: new Int32Array(SLICES >> 5),
    near: createHeap(),
    far: createHeap(),
    free: NO_EVENT,
    ints: new Int32Array(capacity * FIELDS),
    keys: new Float64Array(capacity * KEYS),
  };
  chainFree(queue, 0);
  return queue;
}

/** @param timeUs integer µs, not before the last event taken @param priority 0…255, see `event-kinds.ts` */
export function pushEvent(queue: EventQueue, timeUs: number, priority: number, kind: number, subject: number, guard: number): void {
  if (queue.free === NO_EVENT) grow(queue);
  const event = queue.free;
  const { ints, keys } = queue;
  queue.free = ints[event + FIELD.next];
  queue.size++;
  ints[event + FIELD.kind] = kind;
  ints[event + FIELD.subject] = subject;
  ints[event + FIELD.guard] = guard;
  keys[keysOf(event) + KEY.time] = timeUs;
  keys[keysOf(event) + KEY.order] = priority * PRIORITY_STEP + queue.sequence++;
  place(queue, event);
}

/** Into the slice, heap or far heap that its time belongs to. */
function place(queue: EventQueue, event: number): void {
  const slice = Math.floor(queue.keys[keysOf(event) + KEY.time] * PER_SLICE);
  if (slice <= queue.slice) rise(queue, queue.near, event);
  else if (slice < queue.slice + SLICES) {
    const list = slice & (SLICES - 1);
    queue.ints[event + FIELD.next] = queue.lists[list];
    queue.lists[list] = event;
    queue.filled[list >> 5] |= 1 << (list & 31);
    queue.listed++;
  } else rise(queue, queue.far, event);
}

/** Time of the first event; Infinity when none waits. */
export function firstTime(queue: EventQueue): number {
  if (queue.near.size === 0) {
    if (queue.size === 0) return Infinity;
    nextSlice(queue);
  }
  return queue.near.time[0];
}

/** Takes the first event, after `firstTime` has said that there is one. Its fields are good for reading until the next push. */
export function takeFirst(queue: EventQueue): number {
  const event = sink(queue, queue.near);
  queue.ints[event + FIELD.next] = queue.free;
  queue.free = event;
  queue.size--;
  return event;
}

/** Goes to the next slice that has events and sorts them; called when the present one is used up. */
function nextSlice(queue: EventQueue): void {
  const { far, filled, lists, near } = queue;
  while (near.size === 0) {
    queue.slice = queue.listed === 0 ? Math.floor(far.time[0] * PER_SLICE) : queue.slice + untilFilled(queue.filled, queue.slice & (SLICES - 1));
    while (far.size > 0 && far.time[0] * PER_SLICE < queue.slice + SLICES) place(queue, sink(queue, far));
    const list = queue.slice & (SLICES - 1);
    for (let event = lists[list]; event !== NO_EVENT; ) {
      const following = queue.ints[event + FIELD.next];
      rise(queue, near, event);
      queue.listed--;
      event = following;
    }
    lists[list] = NO_EVENT;
    filled[list >> 5] &= ~(1 << (list & 31));
  }
}

/** How many slices after `list` the next list with events is. There must be one. */
function untilFilled(filled: Int32Array, list: number): number {
  const words = filled.length;
  const from = list + 1;
  let at = from >> 5;
  let bits = filled[at & (words - 1)] & (-1 << (from & 31));
  while (bits === 0) bits = filled[++at & (words - 1)];
  return (at << 5) + 31 - Math.clz32(bits & -bits) - list;
}

function createHeap(): EventHeap {
  return { size: 0, time: new Float64Array(64), event: new Int32Array(64) };
}

function rise(queue: EventQueue, heap: EventHeap, fresh: number): void {
  if (heap.size === heap.time.length) growHeap(heap);
  const { time, event } = heap;
  const { keys } = queue;
  const timeUs = keys[keysOf(fresh) + KEY.time];
  let hole = heap.size++;
  while (hole > 0) {
    const up = (hole - 1) >> 2;
    const upTime = time[up];
    if (upTime < timeUs || (upTime === timeUs && keys[keysOf(event[up]) + KEY.order] < keys[keysOf(fresh) + KEY.order])) break;
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
  const { keys } = queue;
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
      if (childTime > leastTime || (childTime === leastTime && keys[keysOf(event[child]) + KEY.order] > keys[keysOf(event[least]) + KEY.order])) continue;
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
    if (upTime < lastTime || (upTime === lastTime && keys[keysOf(event[up]) + KEY.order] < keys[keysOf(lastEvent) + KEY.order])) break;
    time[hole] = upTime;
    event[hole] = event[up];
    hole = up;
  }
  time[hole] = lastTime;
  event[hole] = lastEvent;
  return first;
}

function growHeap(heap: EventHeap): void {
  heap.time = doubled(heap.time);
  heap.event = doubled(heap.event);
}

function chainFree(queue: EventQueue, from: number): void {
  const { ints } = queue;
  for (let event = from; event < ints.length; event += FIELDS) ints[event + FIELD.next] = event + FIELDS < ints.length ? event + FIELDS : NO_EVENT;
  queue.free = from;
}

function grow(queue: EventQueue): void {
  const from = queue.ints.length;
  queue.ints = doubled(queue.ints);
  queue.keys = doubled(queue.keys);
  chainFree(queue, from);
}
