import { growColumns } from '../columns.ts';
import type { ConnectionPoolPlan } from '../plan/plan.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

/**
 * HTTP/1.1 connections that calling pods keep to the pods they call. A connection leads to one pod for its whole life; it carries one request at
 * a time, and a request takes the idle one that came back last, as Go's http.Transport, Node's Agent and Apache's HttpClient do. Whatever ends
 * it is found when somebody wants to use it, or by the sweep of every second.
 */
export interface CallConnections {
  capacity: number;
  free: number;
  /** Next older idle one of the same pool; of free rows the next free one. */
  next: Int32Array;
  state: Uint8Array;
  /** Calling pod, and which of its service's pools. */
  owner: Int32Array;
  which: Int32Array;
  /** Pod it leads to. */
  endpoint: Int32Array;
  openedUs: Float64Array;
  idleUs: Float64Array;
  /** Grows when the row is freed: an attempt that keeps a row's number keeps this beside it. */
  guard: Int32Array;
}

export const CALL_CONNECTION = { free: 0, connecting: 1, busy: 2, idle: 3 } as const;

/** Of a pod: its connections to one service. */
export interface CallPool {
  /** The idle one that came back last. */
  newest: number;
  /** Established ones, and those of them nobody uses. */
  open: number;
  idle: number;
  /** Made so far; handshakes and connects that failed; handshakes made, and those refused for a certificate. */
  opened: number;
  failed: number;
  handshakes: number;
  unverified: number;
}

export function createCallConnections(): CallConnections {
  const capacity = 64;
  const i32 = (): Int32Array => new Int32Array(capacity);
  const table: CallConnections = {
    capacity,
    free: NONE,
    next: i32(),
    state: new Uint8Array(capacity),
    owner: i32(),
    which: i32(),
    endpoint: i32(),
    openedUs: new Float64Array(capacity),
    idleUs: new Float64Array(capacity),
    guard: i32(),
  };
  chainFree(table, 0);
  return table;
}

export function createCallPool(): CallPool {
  return { newest: NONE, open: 0, idle: 0, opened: 0, failed: 0, handshakes: 0, unverified: 0 };
}

function chainFree(c: CallConnections, from: number): void {
  for (let row = from; row < c.capacity; row++) c.next[row] = row + 1 < c.capacity ? row + 1 : c.free;
  c.free = from;
}

export function tableOf(world: World): CallConnections {
  return (world.s.callConnections ??= createCallConnections());
}

export function poolsOf(world: World, pod: number): CallPool[] {
  return world.s.pods[pod].callPools ?? [];
}

/** A row for a connection that is being made. */
export function beginConnecting(world: World, owner: number, which: number, endpoint: number): number {
  const c = tableOf(world);
  if (c.free === NONE) {
    const from = c.capacity;
    c.capacity = growColumns(c, from);
    chainFree(c, from);
  }
  const row = c.free;
  c.free = c.next[row];
  c.state[row] = CALL_CONNECTION.connecting;
  c.owner[row] = owner;
  c.which[row] = which;
  c.endpoint[row] = endpoint;
  return row;
}

export function established(world: World, row: number): void {
  const c = tableOf(world);
  const pool = poolsOf(world, c.owner[row])[c.which[row]];
  c.state[row] = CALL_CONNECTION.busy;
  c.openedUs[row] = world.s.nowUs;
  pool.open++;
  pool.opened++;
}

/** Takes an idle connection. @param endpoint the pod it must lead to, or NONE for whichever @returns its row, NONE when there is none */
export function takeIdle(world: World, pool: CallPool, plan: ConnectionPoolPlan, endpoint: number): number {
  const c = tableOf(world);
  let before = NONE;
  for (let row = pool.newest; row !== NONE; ) {
    const older = c.next[row];
    if (isOver(world, c, row, plan)) {
      unlink(c, pool, before, row);
      close(world, row);
    } else if (endpoint === NONE || c.endpoint[row] === endpoint) {
      unlink(c, pool, before, row);
      c.state[row] = CALL_CONNECTION.busy;
      return row;
    } else before = row;
    row = older;
  }
  return NONE;
}

/** Whether an end has closed an idle connection, or this one would not be used again. */
function isOver(world: World, c: CallConnections, row: number, { model }: ConnectionPoolPlan): boolean {
  const { nowUs } = world.s;
  const pod = world.s.pods[c.endpoint[row]];
  if (c.openedUs[row] <= pod.closedAllUs) return true;
  const idleUs = nowUs - c.idleUs[row];
  if (idleUs >= pod.idleTimeoutUs || (model.idleTimeoutUs > 0 && idleUs >= model.idleTimeoutUs)) return true;
  return model.maxAgeUs > 0 && nowUs - c.openedUs[row] >= model.maxAgeUs;
}

/** A request on it has been answered: it is idle again, unless it is too old, one too many, or its server is about to end. */
export function giveBack(world: World, row: number): void {
  const c = tableOf(world);
  const { owner, which, endpoint } = c;
  const plan = world.plan.services[world.s.pods[owner[row]].service].connectionPools[which[row]];
  const pool = poolsOf(world, owner[row])[which[row]];
  c.idleUs[row] = world.s.nowUs;
  if (pool.idle >= plan.model.maxIdle || !world.s.pods[endpoint[row]].listening || isOver(world, c, row, plan)) {
    close(world, row);
    return;
  }
  c.state[row] = CALL_CONNECTION.idle;
  c.next[row] = pool.newest;
  pool.newest = row;
  pool.idle++;
}

/** Forgets a connection that is in no chain: one in use, one being made, or an idle one just taken out. */
export function close(world: World, row: number): void {
  const c = tableOf(world);
  if (c.state[row] !== CALL_CONNECTION.connecting) poolsOf(world, c.owner[row])[c.which[row]].open--;
  c.state[row] = CALL_CONNECTION.free;
  c.guard[row] = (c.guard[row] + 1) | 0;
  c.next[row] = c.free;
  c.free = row;
}

function unlink(c: CallConnections, pool: CallPool, before: number, row: number): void {
  if (before === NONE) pool.newest = c.next[row];
  else c.next[before] = c.next[row];
  pool.idle--;
}

/** Once a second: closes what is over, so that the idle ones can be counted. */
export function sweepCallConnections(world: World): void {
  const c = tableOf(world);
  for (let pod = 0; pod < world.s.pods.length; pod++) {
    const pools = poolsOf(world, pod);
    for (let which = 0; which < pools.length; which++) {
      const pool = pools[which];
      const plan = world.plan.services[world.s.pods[pod].service].connectionPools[which];
      let before = NONE;
      for (let row = pool.newest; row !== NONE; ) {
        const older = c.next[row];
        if (isOver(world, c, row, plan)) {
          unlink(c, pool, before, row);
          close(world, row);
        } else before = row;
        row = older;
      }
    }
  }
}

/** A calling pod's process is gone, and with it all its connections. */
export function dropCallPools(world: World, pod: number): void {
  const c = tableOf(world);
  for (let row = 0; row < c.capacity; row++) if (c.state[row] !== CALL_CONNECTION.free && c.owner[row] === pod) close(world, row);
  for (const pool of poolsOf(world, pod)) {
    pool.newest = NONE;
    pool.idle = 0;
  }
}
