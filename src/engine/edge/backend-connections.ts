import { doubled } from '../columns.ts';
import type { Pod } from '../fleet/pod.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

/**
 * Kept-alive HTTP/1.1 connections between the load balancer's proxies and the pods behind it. Each proxy keeps its own, and uses again the one
 * that came back last. The two ends learn of each other's doings half a round trip later, and that is the whole keep-alive race: a server
 * closes a connection it believes idle while the next request is already on its way.
 *
 * Only idle connections have rows; one in use is its request. Times are those at the pod. With d one way between proxy and pod, a connection
 * that fell idle at `idle` can be used by requests that arrive from `idle + 2d` on (its answer has to reach the proxy first); one the pod closes
 * at `closes` loses requests that arrive until `closes + 2d`, since those were sent before the proxy could know.
 * Source: docs.cloud.google.com/load-balancing/docs/https, timeouts and retries, HTTP keep-alive timeout; that backends should keep connections longer.
 */
export interface BackendConnections {
  /** Rows in use. */
  idle: number;
  free: number;
  next: Int32Array;
  idleUs: Float64Array;
  closesUs: Float64Array;
  /** Newest idle connection by (place of the pod, proxy); older ones are chained behind it. */
  newest: Int32Array;
  /** Pods behind the load balancer, by place. */
  pods: number[];
  /** Counters by place: connections made; those closed because nothing came; requests that met a closed one. */
  opened: number[];
  idledOut: number[];
  lost: number[];
}

/** What a proxy finds for a request. */
export const FOUND = { open: 0, closing: 1, none: 2 } as const;

/** The load balancer closes its own connections after this long. Source: docs.cloud.google.com/load-balancing/docs/https (fixed at 600 s). */
const EDGE_IDLE_US = 600e6;
const CAPACITY = 256;

export function createBackendConnections(): BackendConnections {
  const connections: BackendConnections = {
    idle: 0,
    free: NONE,
    next: new Int32Array(CAPACITY),
    idleUs: new Float64Array(CAPACITY),
    closesUs: new Float64Array(CAPACITY),
    newest: new Int32Array(0),
    pods: [],
    opened: [],
    idledOut: [],
    lost: [],
  };
  chainFree(connections, 0);
  return connections;
}

function chainFree(c: BackendConnections, from: number): void {
  for (let row = from; row < c.next.length; row++) c.next[row] = row + 1 < c.next.length ? row + 1 : c.free;
  c.free = from;
}

/** Gives a pod behind the load balancer its place. */
export function addBackend(world: World, pod: number): number {
  const c = world.s.backendConnections;
  const proxies = world.plan.edge.proxies;
  const place = c.pods.push(pod) - 1;
  c.opened.push(0);
  c.idledOut.push(0);
  c.lost.push(0);
  const wider = new Int32Array((place + 1) * proxies).fill(NONE);
  wider.set(c.newest);
  c.newest = wider;
  return place;
}

/**
 * Takes the connection a proxy would use for a request that arrives at the pod now.
 * @param hopUs one way between proxy and pod
 * @returns FOUND.open, FOUND.closing when the pod has closed it and the proxy could not know, or FOUND.none
 */
export function takeConnection(world: World, pod: Pod, proxy: number, hopUs: number): number {
  const c = world.s.backendConnections;
  const { nowUs } = world.s;
  const chain = pod.place * world.plan.edge.proxies + proxy;
  let before = NONE;
  let row = c.newest[chain];
  // the newest may have its answer still on the way to the proxy
  while (row !== NONE && nowUs < c.idleUs[row] + 2 * hopUs) {
    before = row;
    row = c.next[row];
  }
  if (row === NONE) return FOUND.none;
  const closedUs = closedAt(c, row, pod);
  if (nowUs < closedUs) {
    if (nowUs - c.idleUs[row] - 2 * hopUs >= EDGE_IDLE_US) {
      dropFrom(world, c, chain, before, row);
      return FOUND.none;
    }
    unlink(c, chain, before, row);
    return FOUND.open;
  }
  const closing = nowUs < closedUs + 2 * hopUs + closeDelayOf(world, pod);
  // what lies behind the newest has been idle for longer: the pod has closed that too
  dropFrom(world, c, chain, before, row);
  if (!closing) return FOUND.none;
  c.lost[pod.place]++;
  return FOUND.closing;
}

/** An answered request leaves its connection idle. */
export function keepConnection(world: World, pod: Pod, proxy: number): void {
  const c = world.s.backendConnections;
  if (c.free === NONE) grow(c);
  const row = c.free;
  c.free = c.next[row];
  const chain = pod.place * world.plan.edge.proxies + proxy;
  c.next[row] = c.newest[chain];
  c.newest[chain] = row;
  c.idleUs[row] = world.s.nowUs;
  c.closesUs[row] = world.s.nowUs + pod.idleTimeoutUs;
  c.idle++;
}

/** Once a second: forgets what is closed at both ends, so that the idle ones can be counted. */
export function sweepConnections(world: World): void {
  const c = world.s.backendConnections;
  const { nowUs } = world.s;
  const { proxies } = world.plan.edge;
  for (let chain = 0; chain < c.newest.length; chain++) {
    const pod = world.s.pods[c.pods[Math.floor(chain / proxies)]];
    let before = NONE;
    for (let row = c.newest[chain]; row !== NONE; row = c.next[row]) {
      // long enough for the proxy to know, however far away it is
      if (nowUs >= closedAt(c, row, pod) + LONGEST_NEWS_US || nowUs >= c.idleUs[row] + EDGE_IDLE_US + LONGEST_NEWS_US) {
        dropFrom(world, c, chain, before, row);
        break;
      }
      before = row;
    }
  }
}

const LONGEST_NEWS_US = 1e6;

/** Connections the pod holds open towards the load balancer, beside those with a request on them. */
export function idleConnectionsOf(world: World, pod: Pod): number {
  const c = world.s.backendConnections;
  const { proxies } = world.plan.edge;
  let count = 0;
  for (let chain = pod.place * proxies; chain < (pod.place + 1) * proxies; chain++)
    for (let row = c.newest[chain]; row !== NONE && world.s.nowUs < closedAt(c, row, pod); row = c.next[row]) count++;
  return count;
}

/** The pod closes an idle connection when its time is over, or all of them when its process ends. */
function closedAt(c: BackendConnections, row: number, pod: Pod): number {
  return c.idleUs[row] <= pod.closedAllUs ? Math.min(pod.closedAllUs, c.closesUs[row]) : c.closesUs[row];
}

function closeDelayOf(world: World, pod: Pod): number {
  return world.plan.services[pod.service].model.keepAlive?.closeDelayUs ?? 0;
}

function unlink(c: BackendConnections, chain: number, before: number, row: number): void {
  if (before === NONE) c.newest[chain] = c.next[row];
  else c.next[before] = c.next[row];
  release(c, row);
}

/** Takes a row and all older ones out of a chain. */
function dropFrom(world: World, c: BackendConnections, chain: number, before: number, row: number): void {
  const place = Math.floor(chain / world.plan.edge.proxies);
  const pod = world.s.pods[c.pods[place]];
  if (before === NONE) c.newest[chain] = NONE;
  else c.next[before] = NONE;
  for (let at = row; at !== NONE; ) {
    const older = c.next[at];
    if (c.closesUs[at] <= Math.min(world.s.nowUs, closedAt(c, at, pod))) c.idledOut[place]++;
    release(c, at);
    at = older;
  }
}

function release(c: BackendConnections, row: number): void {
  c.next[row] = c.free;
  c.free = row;
  c.idle--;
}

function grow(c: BackendConnections): void {
  const from = c.next.length;
  c.next = doubled(c.next);
  c.idleUs = doubled(c.idleUs);
  c.closesUs = doubled(c.closesUs);
  chainFree(c, from);
}
