import { growColumns } from '../columns.ts';

/**
 * One row an attempt: one try of one call, with the server work it causes. The two ends share the row: when the caller gives up, `parent`
 * becomes NONE and the server goes on working for nobody, as real servers do. A user action is a row too, without a pod.
 */
export interface AttemptTable {
  capacity: number;
  /** Rows in use. */
  inUse: number;
  free: number;
  generation: Uint32Array;
  phase: Uint8Array;
  /** Calling attempt, NONE when nobody waits (any more); USER for a user action's own row. */
  parent: Int32Array;
  parentGuard: Uint32Array;
  site: Int32Array;
  /** 0 for the first try. */
  tries: Uint8Array;
  pod: Int32Array;
  endpoint: Int32Array;
  /** Next instruction. */
  pc: Int32Array;
  /** Branches of a fork still out. */
  pending: Uint8Array;
  /** FLAG bits. */
  flags: Uint8Array;
  /** HTTP status it will answer with; 0 while undecided. */
  status: Uint16Array;
  outcome: Uint8Array;
  /** Recorder source of the pod its last call went to, 0 none. */
  upstream: Int32Array;
  /** Client connection held, NONE without. */
  connection: Int32Array;
  keyHi: Int32Array;
  keyLo: Int32Array;
  /** Hash of its place in the call tree: draws and span ids come from it. */
  place: Int32Array;
  sentUs: Float64Array;
  /** When the server began to work on it (got a worker). */
  startedUs: Float64Array;
  /** Length of the compute step or statement it is at. */
  serviceUs: Float64Array;
  /** First try of the same call. */
  firstUs: Float64Array;
  /** Place in a timer list. */
  timerList: Int32Array;
  timerPrevious: Int32Array;
  timerNext: Int32Array;
  deadlineUs: Float64Array;
  /** Place in one waiting line: accept queue, CPU queue, pool or pooler. */
  lineKind: Uint8Array;
  linePrevious: Int32Array;
  lineNext: Int32Array;
  lineSinceUs: Float64Array;
}

export const NONE = -1;
export const USER = -2;

export const PHASE = { free: 0, backoff: 1, accepted: 2, working: 3, waiting: 4, user: 5 } as const;
export const FLAG = { holdsWorker: 1, inTransaction: 2, callTimedOut: 4, probe: 8, synthetic: 16, holdsCpu: 32, leaving: 64 } as const;
export const LINE = { none: 0, accept: 1, cpu: 2, pool: 3, pooler: 4, cores: 5 } as const;

export function createAttemptTable(capacity = 1024): AttemptTable {
  const i32 = (): Int32Array => new Int32Array(capacity);
  const u32 = (): Uint32Array => new Uint32Array(capacity);
  const u8 = (): Uint8Array => new Uint8Array(capacity);
  const f64 = (): Float64Array => new Float64Array(capacity);
  const table: AttemptTable = {
    capacity,
    inUse: 0,
    free: 0,
    generation: u32(),
    phase: u8(),
    parent: i32(),
    parentGuard: u32(),
    site: i32(),
    tries: u8(),
    pod: i32(),
    endpoint: i32(),
    pc: i32(),
    pending: u8(),
    flags: u8(),
    status: new Uint16Array(capacity),
    outcome: u8(),
    upstream: i32(),
    connection: i32(),
    keyHi: i32(),
    keyLo: i32(),
    place: i32(),
    sentUs: f64(),
    serviceUs: f64(),
    startedUs: f64(),
    firstUs: f64(),
    timerList: i32(),
    timerPrevious: i32(),
    timerNext: i32(),
    deadlineUs: f64(),
    lineKind: u8(),
    linePrevious: i32(),
    lineNext: i32(),
    lineSinceUs: f64(),
  };
  chainFree(table, 0);
  return table;
}

/** Free rows are chained through `lineNext`. */
function chainFree(table: AttemptTable, from: number): void {
  for (let row = from; row < table.capacity; row++) table.lineNext[row] = row + 1 < table.capacity ? row + 1 : NONE;
  table.free = from;
}

export function allocateAttempt(t: AttemptTable): number {
  if (t.free === NONE) {
    const old = t.capacity;
    t.capacity = growColumns(t, old);
    chainFree(t, old);
  }
  const row = t.free;
  t.free = t.lineNext[row];
  t.inUse++;
  t.flags[row] = 0;
  t.status[row] = 0;
  t.outcome[row] = 0;
  t.pending[row] = 0;
  t.upstream[row] = 0;
  t.connection[row] = NONE;
  t.timerList[row] = NONE;
  t.lineKind[row] = LINE.none;
  t.pod[row] = NONE;
  return row;
}

export function freeAttempt(t: AttemptTable, row: number): void {
  t.generation[row] = (t.generation[row] + 1) >>> 0;
  t.phase[row] = PHASE.free;
  t.lineNext[row] = t.free;
  t.free = row;
  t.inUse--;
}

/** A first-in-first-out line of attempts, threaded through their rows. */
export interface Line {
  head: number;
  tail: number;
  length: number;
}

export function createLine(): Line {
  return { head: NONE, tail: NONE, length: 0 };
}

export function joinLine(t: AttemptTable, line: Line, row: number, kind: number, nowUs: number): void {
  t.lineKind[row] = kind;
  t.lineSinceUs[row] = nowUs;
  t.linePrevious[row] = line.tail;
  t.lineNext[row] = NONE;
  if (line.tail === NONE) line.head = row;
  else t.lineNext[line.tail] = row;
  line.tail = row;
  line.length++;
}

export function leaveLine(t: AttemptTable, line: Line, row: number): void {
  const previous = t.linePrevious[row];
  const next = t.lineNext[row];
  if (previous === NONE) line.head = next;
  else t.lineNext[previous] = next;
  if (next === NONE) line.tail = previous;
  else t.linePrevious[next] = previous;
  line.length--;
  t.lineKind[row] = LINE.none;
}
