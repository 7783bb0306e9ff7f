import { doubled } from '../columns.ts';
import { bringThrottledUpToDate, type CfsBandwidth, throttledEndUs } from './cfs-bandwidth.ts';

/**
 * Processor sharing: all compute steps of a pod go on at once, each at the rate min(1, cores / steps), as under the kernel's fair scheduler.
 * `progressUs` is the work that every step has been given since the pod was last idle; a step ends when that has grown by what it
 * needs. So one more or one less changes the time of a single event, however many are running. The virtual time is that of Parekh & Gallager,
 * "A Generalized Processor Sharing Approach to Flow Control", IEEE/ACM Transactions on Networking 1 (1993), with equal shares.
 */
export interface CpuShare {
  readonly cores: number;
  progressUs: number;
  /** When `progressUs` was last brought up to date. */
  sinceUs: number;
  /** Core time given out. */
  usedUs: number;
  /** Grows whenever the next end moves: an event with another guard is ignored. */
  guard: number;
  /** Steps begun so far; of two that end together the first one begun goes first. */
  begun: number;
  /** A binary heap of the running steps, the first to end at 0. */
  size: number;
  /** Progress at which a step ends, and its number in the order of beginning. */
  end: Float64Array;
  order: Float64Array;
  attempt: Int32Array;
  generation: Int32Array;
  /** Absent: a limit is nowhere felt but in the number of cores. */
  readonly cfs?: CfsBandwidth;
}

/** A step is over when less than this is left of it: far below the microsecond that events are rounded up to, far above what sums lose. */
const REST_US = 1e-3;

export function createCpuShare(cores: number, cfs?: CfsBandwidth): CpuShare {
  const capacity = 64;
  return {
    cores,
    progressUs: 0,
    sinceUs: 0,
    usedUs: 0,
    guard: 0,
    begun: 0,
    size: 0,
    end: new Float64Array(capacity),
    order: new Float64Array(capacity),
    attempt: new Int32Array(capacity),
    generation: new Int32Array(capacity),
    ...(cfs === undefined ? {} : { cfs }),
  };
}

/** Brings progress and core time up to `nowUs`. */
export function bringUpToDate(share: CpuShare, nowUs: number): void {
  if (share.cfs !== undefined) {
    bringThrottledUpToDate(share, share.cfs, nowUs);
    return;
  }
  const elapsed = nowUs - share.sinceUs;
  share.sinceUs = nowUs;
  if (share.size === 0 || elapsed === 0) return;
  const busy = Math.min(share.size, share.cores);
  share.progressUs += (elapsed * busy) / share.size;
  share.usedUs += elapsed * busy;
}

/** A step that needs `us` of a core begins. */
export function beginStep(share: CpuShare, nowUs: number, us: number, attempt: number, generation: number): void {
  bringUpToDate(share, nowUs);
  if (share.size === 0) share.progressUs = 0;
  if (share.size === share.end.length) widen(share);
  const end = share.progressUs + us;
  const order = share.begun++;
  let hole = share.size++;
  while (hole > 0) {
    const up = (hole - 1) >> 1;
    if (share.end[up] <= end) break;
    move(share, up, hole);
    hole = up;
  }
  put(share, hole, end, order, attempt, generation);
}

/** Whether a step has had its time; call `bringUpToDate` before. */
export function isOver(share: CpuShare): boolean {
  return share.size > 0 && share.end[0] <= share.progressUs + REST_US;
}

/** Takes out the step at 0. */
export function dropFirst(share: CpuShare): void {
  const last = --share.size;
  const end = share.end[last];
  const order = share.order[last];
  let hole = 0;
  for (;;) {
    let least = 2 * hole + 1;
    if (least >= last) break;
    if (least + 1 < last && isBefore(share, least + 1, share.end[least], share.order[least])) least++;
    if (!isBefore(share, least, end, order)) break;
    move(share, least, hole);
    hole = least;
  }
  move(share, last, hole);
}

/** The process is gone, and all its steps with it. */
export function dropAll(share: CpuShare, nowUs: number): void {
  bringUpToDate(share, nowUs);
  share.size = 0;
  share.guard++;
}

/** When the next step ends if nothing else happens, in whole µs, rounded up; Infinity without steps. Call `bringUpToDate` before. */
export function nextEndUs(share: CpuShare): number {
  if (share.size === 0) return Infinity;
  const rest = Math.max(0, share.end[0] - share.progressUs);
  if (share.cfs !== undefined) return Math.max(share.sinceUs, Math.ceil(throttledEndUs(share, share.cfs, rest * share.size) - REST_US));
  const left = rest * Math.max(1, share.size / share.cores);
  return share.sinceUs + Math.max(0, Math.ceil(left - REST_US));
}

function isBefore(share: CpuShare, at: number, end: number, order: number): boolean {
  return share.end[at] < end || (share.end[at] === end && share.order[at] < order);
}

function move(share: CpuShare, from: number, to: number): void {
  put(share, to, share.end[from], share.order[from], share.attempt[from], share.generation[from]);
}

function put(share: CpuShare, at: number, end: number, order: number, attempt: number, generation: number): void {
  share.end[at] = end;
  share.order[at] = order;
  share.attempt[at] = attempt;
  share.generation[at] = generation;
}

function widen(share: CpuShare): void {
  share.end = doubled(share.end);
  share.order = doubled(share.order);
  share.attempt = doubled(share.attempt);
  share.generation = doubled(share.generation);
}
