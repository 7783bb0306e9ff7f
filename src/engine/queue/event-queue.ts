/**
 * The one ordering rule of the engine: events run by (time, priority, sequence). Times are integer microseconds; at the same
 * instant a lower priority number runs first; within a priority, what was pushed first runs first.
 *
 * A four-ary heap over typed arrays. Events are never removed: whoever schedules one keeps a generation number beside its subject
 * and ignores the event when the numbers differ (`guard`). Plain data, so that a snapshot is a copy.
 */
export interface EventQueue {
  size: number;
  /** Pushes so far; part of the ordering key. */
  sequence: number;
  time: Float64Array;
  /** priority · 2^44 + sequence. */
  order: Float64Array;
  kind: Uint8Array;
  subject: Int32Array;
  guard: Uint32Array;
}

const PRIORITY_STEP = 17_592_186_044_416; // 2^44

export function createEventQueue(capacity = 1024): EventQueue {
  return {
    size: 0,
    sequence: 0,
    time: new Float64Array(capacity),
    order: new Float64Array(capacity),
    kind: new Uint8Array(capacity),
    subject: new Int32Array(capacity),
    guard: new Uint32Array(capacity),
  };
}

/** @param timeUs integer µs @param priority 0…255, see `event-kinds.ts` */
export function pushEvent(queue: EventQueue, timeUs: number, priority: number, kind: number, subject: number, guard: number): void {
  if (queue.size === queue.time.length) grow(queue);
  const order = priority * PRIORITY_STEP + queue.sequence++;
  const { time, order: orders, kind: kinds, subject: subjects, guard: guards } = queue;
  let hole = queue.size++;
  while (hole > 0) {
    const up = (hole - 1) >> 2;
    const upTime = time[up];
    if (upTime < timeUs || (upTime === timeUs && orders[up] < order)) break;
    time[hole] = upTime;
    orders[hole] = orders[up];
    kinds[hole] = kinds[up];
    subjects[hole] = subjects[up];
    guards[hole] = guards[up];
    hole = up;
  }
  time[hole] = timeUs;
  orders[hole] = order;
  kinds[hole] = kind;
  subjects[hole] = subject;
  guards[hole] = guard;
}

/**
 * Removes the first event; read `time[0]`, `kind[0]`, `subject[0]`, `guard[0]` before. The hole sinks to the bottom along the least children, and
 * the last event rises from there: it nearly always belongs near the bottom, so comparing it on the way down would be wasted.
 */
export function dropFirst(queue: EventQueue): void {
  const { time, order, kind, subject, guard } = queue;
  const last = --queue.size;
  let hole = 0;
  for (;;) {
    let least = (hole << 2) + 1;
    if (least >= last) break;
    let leastTime = time[least];
    const end = least + 4 < last ? least + 4 : last;
    for (let child = least + 1; child < end; child++) {
      const childTime = time[child];
      if (childTime > leastTime || (childTime === leastTime && order[child] > order[least])) continue;
      least = child;
      leastTime = childTime;
    }
    time[hole] = leastTime;
    order[hole] = order[least];
    kind[hole] = kind[least];
    subject[hole] = subject[least];
    guard[hole] = guard[least];
    hole = least;
  }
  if (hole === last) return;
  const lastTime = time[last];
  const lastOrder = order[last];
  while (hole > 0) {
    const up = (hole - 1) >> 2;
    const upTime = time[up];
    if (upTime < lastTime || (upTime === lastTime && order[up] < lastOrder)) break;
    time[hole] = upTime;
    order[hole] = order[up];
    kind[hole] = kind[up];
    subject[hole] = subject[up];
    guard[hole] = guard[up];
    hole = up;
  }
  time[hole] = lastTime;
  order[hole] = lastOrder;
  kind[hole] = kind[last];
  subject[hole] = subject[last];
  guard[hole] = guard[last];
}

function grow(queue: EventQueue): void {
  const capacity = queue.time.length * 2;
  const widen = <T extends Float64Array | Uint8Array | Int32Array | Uint32Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  queue.time = widen(queue.time, new Float64Array(capacity));
  queue.order = widen(queue.order, new Float64Array(capacity));
  queue.kind = widen(queue.kind, new Uint8Array(capacity));
  queue.subject = widen(queue.subject, new Int32Array(capacity));
  queue.guard = widen(queue.guard, new Uint32Array(capacity));
}
