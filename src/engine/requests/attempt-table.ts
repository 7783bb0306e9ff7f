import { doubled } from '../columns.ts';
import type { WorldState } from '../world.ts';

/**
 * One row an attempt: one try of one call, with the server work it causes. The two ends share the row: when the caller gives up, its
 * `parent` becomes NONE and the server goes on working for nobody, as real servers do. A user action is a row too, without a pod.
 *
 * Rows lie one after another in two arrays, since nearly every step of a request touches a dozen of a row's numbers: `ints[row + INT.site]`,
 * `times[timesOf(row) + TIME.sent]`. A row is named by the place of its first whole number, so names are multiples of INTS.
 */
export interface AttemptTable {
  /** Rows in use. */
  inUse: number;
  /** First free row; the others are chained through `INT.lineNext`. */
  free: number;
  ints: Int32Array;
  /** Microseconds. */
  times: Float64Array;
}

/** Whole numbers of a row. */
export const INT = {
  /** Grows when the row is freed: whoever keeps a row's name keeps its generation beside it. */
  generation: 0,
  phase: 1,
  /** Calling attempt, NONE when nobody waits (any more); USER for a user action's own row. */
  parent: 2,
  parentGuard: 3,
  site: 4,
  /** 0 for the first try. */
  tries: 5,
  pod: 6,
  endpoint: 7,
  /** Next instruction. */
  pc: 8,
  /** Branches of a fork still out. */
  pending: 9,
  /** FLAG bits. */
  flags: 10,
  /** HTTP status it will answer with; 0 while undecided. */
  status: 11,
  outcome: 12,
  /** Recorder source of the pod its last call went to, 0 none. */
  upstream: 13,
  /** Client connection held, NONE without. */
  connection: 14,
  keyHi: 15,
  keyLo: 16,
  /** Hash of its place in the call tree: draws and span ids come from it. */
  place: 17,
  /** Place in one waiting line: accept queue, CPU queue, pool or pooler. */
  lineKind: 18,
  linePrevious: 19,
  lineNext: 20,
  /** Tries the load balancer has made of a user's one. */
  edgeTries: 21,
  /** Class of the user it is for, counted from 1; 0 for nobody's. */
  client: 22,
  /** That user's region, counted from 1; 0 where no cache's keys ask for it. */
  home: 23,
  /** Of one that holds a place in a bulkhead, or that a throttle counts: the calling pod, and its life then. The pod, too, of one whose messages take time on their way. */
  callerPod: 24,
  callerLife: 25,
  /** Of one at a statement, where links are not perfect: what they add to its ways, in microseconds. */
  wayUs: 26,
  /** In the same place, of a query to CoreDNS: what it asks; of a user at a CDN: the first segment of their track. */
  question: 26,
  /** Where links are not perfect: from its sending until it was with its pod, in microseconds, beside the usual way. */
  lateUs: 27,
  /** Connection between pods that it came over or is making, and the guard of that then. */
  callConnection: 28,
  callConnectionGuard: 29,
  /** The pod that an Envoy which detects outliers has chosen for it. */
  host: 30,
} as const;

/** Times of a row. */
export const TIME = {
  sent: 0,
  /** When the server began to work on it (got a worker). */
  started: 1,
  /** Length of the compute step or statement it is at. */
  service: 2,
  /** First try of the same call. */
  first: 3,
  /** When its timeout falls due. */
  deadline: 4,
  /** When it joined its waiting line. */
  lineSince: 5,
  /** A user's: when it was sent, before any further tries of the load balancer. */
  begun: 6,
  /** Of calls that tell their callee, and of users' where a route rule says: when the caller stops waiting. */
  endsBy: 7,
} as const;

/** Room for a row: powers of two, so that a row's times are found by a shift. */
export const INTS = 32;
const TIMES = 8;

/** Place of a row's first time. */
export function timesOf(row: number): number {
  return row >> 2; // TIMES / INTS
}

export const NONE = -1;
export const USER = -2;
/** Parent of an attempt whose caller waits in a row of its own, since no answer can reach it; the server does not know. */
export const CUT_OFF = -3;
/** Parent of a record's processing: the thread of its consumer. */
export const RECORD = -4;
/** Parent of a query to CoreDNS: whoever asked waits for a datagram, and does not learn what became of the query. */
export const NAME_QUERY = -5;

export const PHASE = { free: 0, backoff: 1, accepted: 2, working: 3, waiting: 4, user: 5, lost: 6, sending: 7, answering: 8, connecting: 9 } as const;
export const FLAG = {
  holdsWorker: 1,
  inTransaction: 2,
  callTimedOut: 4,
  probe: 8,
  synthetic: 16,
  holdsCpu: 32,
  liveness: 64,
  inBulkhead: 128,
  onConnection: 256,
  record: 512,
  hasHost: 1024,
  isMetered: 2048,
  // 4096 and 8192: how critical, see protection/criticality.ts
  nameQuery: 16_384,
  /** Its commit has been written to the disk. */
  flushed: 32_768,
} as const;
export const LINE = { none: 0, accept: 1, cpu: 2, pool: 3, pooler: 4, cores: 5 } as const;

export function createAttemptTable(capacity = 1024): AttemptTable {
  const table: AttemptTable = { inUse: 0, free: 0, ints: new Int32Array(capacity * INTS), times: new Float64Array(capacity * TIMES) };
  chainFree(table, 0);
  return table;
}

function chainFree(t: AttemptTable, from: number): void {
  const { ints } = t;
  for (let row = from; row < ints.length; row += INTS) ints[row + INT.lineNext] = row + INTS < ints.length ? row + INTS : NONE;
  t.free = from;
}

function grow(t: AttemptTable): void {
  const from = t.ints.length;
  t.ints = doubled(t.ints);
  t.times = doubled(t.times);
  chainFree(t, from);
}

export function allocateAttempt(t: AttemptTable): number {
  if (t.free === NONE) grow(t);
  const row = t.free;
  const { ints } = t;
  t.free = ints[row + INT.lineNext];
  t.inUse++;
  ints[row + INT.flags] = 0;
  ints[row + INT.status] = 0;
  ints[row + INT.outcome] = 0;
  ints[row + INT.pending] = 0;
  ints[row + INT.upstream] = 0;
  ints[row + INT.connection] = NONE;
  ints[row + INT.lineKind] = LINE.none;
  ints[row + INT.pod] = NONE;
  ints[row + INT.edgeTries] = 0;
  ints[row + INT.client] = 0;
  ints[row + INT.home] = 0;
  return row;
}

export function freeAttempt(t: AttemptTable, row: number): void {
  const { ints } = t;
  ints[row + INT.generation] = (ints[row + INT.generation] + 1) & MAX_GENERATION;
  ints[row + INT.phase] = PHASE.free;
  ints[row + INT.lineNext] = t.free;
  t.free = row;
  t.inUse--;
}

/** Generations stay clear of the sign: some tables keep them in unsigned columns. */
const MAX_GENERATION = 0x7fffffff;

/** A first-in-first-out line of attempts, threaded through their rows. */
export interface Line {
  head: number;
  tail: number;
  length: number;
}

export function createLine(): Line {
  return { head: NONE, tail: NONE, length: 0 };
}

export function joinLine(s: WorldState, line: Line, row: number, kind: number): void {
  const t = s.attempts;
  t.ints[row + INT.lineKind] = kind;
  t.times[timesOf(row) + TIME.lineSince] = s.nowUs;
  t.ints[row + INT.linePrevious] = line.tail;
  t.ints[row + INT.lineNext] = NONE;
  if (line.tail === NONE) line.head = row;
  else t.ints[line.tail + INT.lineNext] = row;
  line.tail = row;
  line.length++;
}

export function leaveLine(t: AttemptTable, line: Line, row: number): void {
  const previous = t.ints[row + INT.linePrevious];
  const next = t.ints[row + INT.lineNext];
  if (previous === NONE) line.head = next;
  else t.ints[previous + INT.lineNext] = next;
  if (next === NONE) line.tail = previous;
  else t.ints[next + INT.linePrevious] = previous;
  line.length--;
  t.ints[row + INT.lineKind] = LINE.none;
}
