import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';

/**
 * The write-ahead log of an instance that others replicate, or that replicates another, as a count of its writing transactions. Transactions have the
 * same number everywhere until a standby is promoted: there the histories part.
 */
export interface WalState {
  /** Raised by promotion. */
  timeline: number;
  /** Instance it follows, -1 for a primary. */
  upstream: number;
  /** Transactions in its own history: committed here, or received and replayed. */
  transactions: number;
  /** When the last of them was committed, wherever that was; -1 none yet. */
  lastCommitUs: number;
  /** A standby has been promoted in its place: what it commits now is in nobody else's history. */
  superseded: boolean;
  /** Of a standby: commit times of its primary's transactions that it has not replayed, those still on the way too; a ring. */
  ahead: Float64Array;
  head: number;
  length: number;
  /** How many of them, from the head, have been received. */
  received: number;
  /** The next arrival has its event. */
  expected: boolean;
  streaming: boolean;
  /** When it last heard from its primary. */
  heardUs: number;
  /** Since when a query holds up replay; -1 nothing does. */
  heldSinceUs: number;
}

/** What promotions have cost, and where the primaries' names lead. */
export interface ReplicationState {
  /** Transactions users were told are committed, and which the promoted standby does not have. */
  lostWrites: number;
  /** Transactions committed by a primary after another had been promoted in its place. */
  conflictingWrites: number;
  /** By the instance that was the primary at first: the primary now, and the one before. */
  primary: Int32Array;
  before: Int32Array;
  /** The same for each region in turn: since when its name servers know of the move; NOT_YET while it is cut off. */
  movedUs: Float64Array;
}

const CAPACITY = 256;

export function createWal(upstream: number): WalState {
  return {
    timeline: 1,
    upstream,
    transactions: 0,
    lastCommitUs: -1,
    superseded: false,
    ahead: new Float64Array(upstream < 0 ? 0 : CAPACITY),
    head: 0,
    length: 0,
    received: 0,
    expected: false,
    streaming: upstream >= 0,
    heardUs: 0,
    heldSinceUs: -1,
  };
}

export const NOT_YET = Number.MAX_SAFE_INTEGER;

export function createReplication(databases: number, regions: number): ReplicationState {
  const own = Int32Array.from({ length: databases }, (_, at) => at);
  return { lostWrites: 0, conflictingWrites: 0, primary: own, before: own.slice(), movedUs: new Float64Array(databases * regions) };
}

/** A writing transaction has committed. Asynchronous: whoever waits for the COMMIT does not wait for any standby. */
export function appendCommit(world: World, index: number, wal: WalState): void {
  const { s, plan } = world;
  wal.transactions++;
  wal.lastCommitUs = s.nowUs;
  if (wal.superseded) s.replication.conflictingWrites++;
  for (const standby of plan.standbys[index]) {
    const theirs = s.databases[standby].wal;
    if (theirs === null || theirs.upstream !== index) continue;
    if (theirs.length === theirs.ahead.length) grow(theirs);
    theirs.ahead[(theirs.head + theirs.length++) & (theirs.ahead.length - 1)] = s.nowUs;
    if (theirs.streaming && !theirs.expected) expectAt(world, standby, theirs, s.nowUs + wayUs(world, index, standby));
  }
}

/** One way between two instances. */
export function wayUs(world: World, from: number, to: number): number {
  const { databaseRegions, scenario } = world.plan;
  return databaseRegions[from] === databaseRegions[to] ? 0 : scenario.fleet.loadBalancer.betweenRegionsUs;
}

export function expectAt(world: World, standby: number, wal: WalState, atUs: number): void {
  wal.expected = true;
  pushEvent(world.s.queue, atUs, PRIORITY[EVENT.walArrives], EVENT.walArrives, standby, 0);
}

function grow(wal: WalState): void {
  const longer = new Float64Array(Math.max(CAPACITY, wal.ahead.length * 2));
  for (let at = 0; at < wal.length; at++) longer[at] = wal.ahead[(wal.head + at) & (wal.ahead.length - 1)];
  wal.ahead = longer;
  wal.head = 0;
}
