import { growColumns } from '../columns.ts';
import type { ConnectionPoolPlan } from '../plan/plan.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

/**
 * Connections that calling pods keep to the pods they call. A connection leads to one pod for its whole life. In HTTP/1.1 it carries one request at
 * a time, and a request takes the idle one that came back last, as Go's http.Transport, Node's Agent and Apache's HttpClient do; in HTTP/2 requests share
 * the newest. Whatever ends it is found when somebody wants to use it, or by the sweep of every second.
 */
export interface CallConnections {
  capacity: number;
  free: number;
  /** Next older kept one of the same pool; of free rows the next free one. */
  next: Int32Array;
  state: Uint8Array;
  /** Calling pod, and which of its service's pools. */
  owner: Int32Array;
  which: Int32Array;
  /** Pod it leads to. */
  endpoint: Int32Array;
  /** Requests on it. */
  streams: Int32Array;
  openedUs: Float64Array;
  idleUs: Float64Array;
  /** Grows when the row is freed: an attempt that keeps a row's number keeps this beside it. */
  guard: Int32Array;
}

/** `kept`: requests find it; `out`: in use where that is by one at a time, or about to be closed. */
export const CALL_CONNECTION = { free: 0, connecting: 1, out: 2, kept: 3 } as const;

/** Requests at a time on an HTTP/2 connection. RFC 9113 §6.5.2 recommends that servers allow no fewer than 100, and many allow just that. */
const MOST_STREAMS = 100;

/** Of a pod: its connections to one service. */
export interface CallPool {
  /** The one that was kept last. */
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

function createCallConnections(): CallConnections {
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
    streams: i32(),
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
  c.streams[row] = 0;
  return row;
}

/**
 * A connection is there, with the request it was made for on it. An HTTP/2 client that has another by now closes the new one and uses that, as
 * Go's does (x/net/http2 addConnIfNeeded). @returns the connection to use
 */
export function established(world: World, row: number): number {
  const c = tableOf(world);
  const { owner, which } = c;
  const service = world.plan.services[world.s.pods[owner[row]].service];
  const plan = service.connectionPools[which[row]];
  const pool = poolsOf(world, owner[row])[which[row]];
  c.state[row] = CALL_CONNECTION.out;
  c.openedUs[row] = world.s.nowUs;
  c.streams[row] = 1;
  pool.open++;
  pool.opened++;
  if (plan.model.protocol === 'http1') return row;
  const other = takeKept(world, pool, plan, plan.perPod ? c.endpoint[row] : NONE);
  if (other === NONE) {
    keep(c, pool, row);
    return row;
  }
  close(world, row);
  return other;
}

/** Takes a connection for a request. @param endpoint the pod it must lead to, or NONE for whichever @returns its row, NONE when there is none */
export function takeKept(world: World, pool: CallPool, plan: ConnectionPoolPlan, endpoint: number): number {
  const c = tableOf(world);
  let before = NONE;
  for (let row = pool.newest; row !== NONE; ) {
    const older = c.next[row];
    if (isOver(world, c, row, plan)) leave(world, pool, before, row);
    else if ((endpoint === NONE || c.endpoint[row] === endpoint) && c.streams[row] < MOST_STREAMS) {
      if (c.streams[row] === 0) pool.idle--;
      c.streams[row]++;
      if (plan.model.protocol === 'http1') unlink(c, pool, before, row);
      return row;
    } else before = row;
    row = older;
  }
  return NONE;
}

/** Whether an end has closed a connection, or it is not to be used again. */
function isOver(world: World, c: CallConnections, row: number, { model }: ConnectionPoolPlan): boolean {
  const { nowUs } = world.s;
  const pod = world.s.pods[c.endpoint[row]];
  if (c.openedUs[row] <= pod.closedAllUs) return true;
  if (model.maxAgeUs > 0 && nowUs - c.openedUs[row] >= model.maxAgeUs) return true;
  if (c.streams[row] > 0) return false;
  const idleUs = nowUs - c.idleUs[row];
  return idleUs >= pod.idleTimeoutUs || (model.idleTimeoutUs > 0 && idleUs >= model.idleTimeoutUs);
}

/** A request on it is over: it can have another, unless it is too old, one too many, or its server is about to end. */
export function giveBack(world: World, row: number): void {
  const c = tableOf(world);
  const { owner, which, endpoint } = c;
  const plan = world.plan.services[world.s.pods[owner[row]].service].connectionPools[which[row]];
  const pool = poolsOf(world, owner[row])[which[row]];
  c.streams[row]--;
  if (c.streams[row] > 0) return;
  c.idleUs[row] = world.s.nowUs;
  if (c.state[row] === CALL_CONNECTION.kept) {
    pool.idle++;
    return;
  }
  if (pool.idle >= plan.model.maxIdle || !world.s.pods[endpoint[row]].listening || isOver(world, c, row, plan)) close(world, row);
  else {
    keep(c, pool, row);
    pool.idle++;
  }
}

/** Puts a connection where requests find it. */
function keep(c: CallConnections, pool: CallPool, row: number): void {
  c.state[row] = CALL_CONNECTION.kept;
  c.next[row] = pool.newest;
  pool.newest = row;
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
  c.state[row] = CALL_CONNECTION.out;
}

/** Takes out one that is over: it is closed at once, or when its last request is (HTTP/2's GOAWAY). */
function leave(world: World, pool: CallPool, before: number, row: number): void {
  const c = tableOf(world);
  unlink(c, pool, before, row);
  if (c.streams[row] > 0) return;
  pool.idle--;
  close(world, row);
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
        if (isOver(world, c, row, plan)) leave(world, pool, before, row);
        else before = row;
        row = older;
      }
    }
  }
}

/** A pod's process is gone, and with it all its connections; of those to it that are kept, whoever has them learns when they are wanted. */
export function dropCallPools(world: World, pod: number): void {
  const c = tableOf(world);
  for (let row = 0; row < c.capacity; row++) {
    if (c.state[row] === CALL_CONNECTION.free) continue;
    // one that is being made may have nobody any more who would notice
    if (c.owner[row] === pod || (c.state[row] === CALL_CONNECTION.connecting && c.endpoint[row] === pod)) close(world, row);
  }
  for (const pool of poolsOf(world, pod)) {
    pool.newest = NONE;
    pool.idle = 0;
  }
}
