import { growColumns } from '../columns.ts';
import type { Line } from '../requests/attempt-table.ts';
import { createLine, NONE } from '../requests/attempt-table.ts';

/** Connection pools inside pods, and their connections. Rows of a connection are reused; a pool's row belongs to its pod for ever. */
export interface ClientPools {
  poolCount: number;
  /** Per pool: the pod, and which of its service's pools it is. */
  pod: number[];
  which: number[];
  size: number[];
  open: number[];
  inUse: number[];
  waiting: Line[];
  /** Idle connections, last in first out, as HikariCP's and database/sql's own lists nearly are. */
  idle: number[][];
  /** An event for the longest waiter is in the queue. */
  waitScheduled: number[];
  timeouts: number[];
  /** Transactions begun, and attempts that got no connection. */
  taken: number[];
  failed: number[];
  /** Waits so far and their total, for database/sql's counters. */
  waits: number[];
  waitedUs: number[];
  connections: ConnectionTable;
  /** Connections whose user waits for a server that does not answer. */
  hung: HungConnection[];
}

export interface HungConnection {
  readonly connection: number;
  readonly guard: number;
  readonly sinceUs: number;
  /** Its transaction is to begin yet, at a pooler that has not been reached. */
  readonly unbegun?: true;
}

export interface ConnectionTable {
  capacity: number;
  free: number;
  pool: Int32Array;
  state: Uint8Array;
  /** Attempt using it or waiting for it to open; NONE. */
  attempt: Int32Array;
  /** Instance it leads to. */
  database: Int32Array;
  /** Session on the database (direct), or the pooler's server while a transaction lasts; NONE. */
  session: Int32Array;
  server: Int32Array;
  createdUs: Float64Array;
  /** Since when it is in use or waits for a server. */
  sinceUs: Float64Array;
  port: Int32Array;
  guard: Uint32Array;
}

/** `unanswered`: it is being opened, and nobody answers. From `resolving` on: the name it leads to is looked up first. */
export const CONNECTION = {
  free: 0,
  credential: 1,
  handshake: 2,
  idle: 3,
  busy: 4,
  abandoned: 5,
  unanswered: 6,
  resolving: 7,
  resolved: 8,
  unresolved: 9,
  noSuchHost: 10,
} as const;

export function createClientPools(): ClientPools {
  const capacity = 128;
  const i32 = (): Int32Array => new Int32Array(capacity);
  const connections: ConnectionTable = {
    capacity,
    free: 0,
    pool: i32(),
    state: new Uint8Array(capacity),
    attempt: i32(),
    database: i32(),
    session: i32(),
    server: i32(),
    createdUs: new Float64Array(capacity),
    sinceUs: new Float64Array(capacity),
    port: i32(),
    guard: new Uint32Array(capacity),
  };
  chain(connections, 0);
  return {
    poolCount: 0,
    pod: [],
    which: [],
    size: [],
    open: [],
    inUse: [],
    waiting: [],
    idle: [],
    waitScheduled: [],
    timeouts: [],
    taken: [],
    failed: [],
    waits: [],
    waitedUs: [],
    connections,
    hung: [],
  };
}

function chain(t: ConnectionTable, from: number): void {
  for (let row = from; row < t.capacity; row++) t.pool[row] = row + 1 < t.capacity ? row + 1 : NONE;
  t.free = from;
}

export function addPool(pools: ClientPools, pod: number, which: number, size: number): number {
  pools.pod.push(pod);
  pools.which.push(which);
  pools.size.push(size);
  pools.open.push(0);
  pools.inUse.push(0);
  pools.waiting.push(createLine());
  pools.idle.push([]);
  pools.waitScheduled.push(0);
  pools.timeouts.push(0);
  pools.taken.push(0);
  pools.failed.push(0);
  pools.waits.push(0);
  pools.waitedUs.push(0);
  return pools.poolCount++;
}

export function addConnection(pools: ClientPools, pool: number, database: number, nowUs: number, port: number): number {
  const t = pools.connections;
  if (t.free === NONE) {
    const old = t.capacity;
    t.capacity = growColumns(t, old);
    chain(t, old);
  }
  const row = t.free;
  t.free = t.pool[row];
  t.pool[row] = pool;
  t.attempt[row] = NONE;
  t.database[row] = database;
  t.session[row] = NONE;
  t.server[row] = NONE;
  t.createdUs[row] = nowUs;
  t.sinceUs[row] = nowUs;
  t.port[row] = port;
  pools.open[pool]++;
  return row;
}

export function removeConnection(pools: ClientPools, row: number): void {
  const t = pools.connections;
  pools.open[t.pool[row]]--;
  t.state[row] = CONNECTION.free;
  t.guard[row] = (t.guard[row] + 1) >>> 0;
  t.pool[row] = t.free;
  t.free = row;
}
