import { growColumns } from '../columns.ts';
import type { DnsPlan } from '../plan/dns.ts';
import { RUNTIME, type ServicePlan } from '../plan/plan.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

/** Names that are being looked up, and the sockets on which they are asked for. Only fleets with `dns` have it. */
export interface DnsState {
  readonly lookups: Lookups;
  readonly sockets: Sockets;
  /** So far: lookups, those that got no address, queries sent, and times nothing came for the timeout. */
  asked: number;
  failed: number;
  queries: number;
  timeouts: number;
}

/** A row a lookup of somebody who wants to connect. */
export interface Lookups {
  capacity: number;
  free: number;
  /** Next free one; next in line; next of those that wait for the same lookup. */
  next: Int32Array;
  state: Uint8Array;
  pod: Int32Array;
  name: Int32Array;
  /** Which of the name's candidates is being asked for. */
  at: Int32Array;
  /** Who wants to connect: an attempt, or a connection of a client pool; and its guard. */
  waiterKind: Uint8Array;
  waiter: Int32Array;
  waiterGuard: Int32Array;
  keyHi: Int32Array;
  keyLo: Int32Array;
  /** Sockets of the present candidate on which something is to come yet; whether an address has; the outcome if none does. */
  socketsOut: Uint8Array;
  found: Uint8Array;
  failure: Uint8Array;
  /** First of those that wait for this one. */
  followers: Int32Array;
}

export const LOOKUP = { free: 0, queued: 1, asking: 2, following: 3 } as const;
export const WAITER = { call: 0, pool: 1 } as const;

/** A UDP socket on which a candidate is asked for. kube-proxy chooses the CoreDNS pod for its port once. */
export interface Sockets {
  capacity: number;
  free: number;
  lookup: Int32Array;
  /** QUERY bits: asked for, and answered. */
  questions: Uint8Array;
  answered: Uint8Array;
  tries: Uint8Array;
  /** Times that only one of two answers came. */
  halves: Uint8Array;
  endpoint: Int32Array;
  /** Grows with every new port: answers to an old one are nobody's. */
  port: Int32Array;
  /** Grows whenever its timeout begins anew. */
  turn: Int32Array;
}

export const QUERY = { A: 1, AAAA: 2 } as const;

/** Of a pod: what its process remembers of names. */
export interface Resolver {
  /** By name: the lookup under way that others join, NONE without. */
  readonly inFlight: Int32Array;
  /** By name: until when an answer, or that there was none, is remembered. */
  readonly knownUntilUs: Float64Array;
  readonly failedUntilUs: Float64Array;
  /** By name: which OUTCOME that was. */
  readonly failedAs: Uint8Array;
  /** Lookups under way, and those in line behind them. */
  running: number;
  head: number;
  tail: number;
}

/** Of a pod of CoreDNS: its cache, by question and type, and what it counts. */
export interface NameServer {
  readonly cachedUntilUs: Float64Array;
  /** By type. */
  readonly requests: Float64Array;
  readonly rcodes: Float64Array;
  hits: number;
  denialHits: number;
  misses: number;
  /** By RCODE. */
  readonly forwarded: Float64Array;
  readonly forwardedUs: Float64Array;
  /** Not cumulative, the last one +Inf. */
  readonly buckets: Float64Array;
  sumUs: number;
}

/** Seconds: 0.00025 doubled up to 8.192. Source: CoreDNS plugin.TimeBuckets. */
export const BOUNDS_US = Float64Array.from({ length: 16 }, (_, k) => 250 * (1 << k));
export const RCODE = { noerror: 0, nxdomain: 1 } as const;

export function createDnsState(): DnsState {
  return { lookups: createLookups(), sockets: createSockets(), asked: 0, failed: 0, queries: 0, timeouts: 0 };
}

function createLookups(): Lookups {
  const capacity = 64;
  const i32 = (): Int32Array => new Int32Array(capacity);
  const u8 = (): Uint8Array => new Uint8Array(capacity);
  const table: Lookups = {
    capacity,
    free: NONE,
    next: i32(),
    state: u8(),
    pod: i32(),
    name: i32(),
    at: i32(),
    waiterKind: u8(),
    waiter: i32(),
    waiterGuard: i32(),
    keyHi: i32(),
    keyLo: i32(),
    socketsOut: u8(),
    found: u8(),
    failure: u8(),
    followers: i32(),
  };
  table.free = chainFree(table.next, 0, NONE);
  return table;
}

function createSockets(): Sockets {
  const capacity = 64;
  const i32 = (): Int32Array => new Int32Array(capacity);
  const u8 = (): Uint8Array => new Uint8Array(capacity);
  const table: Sockets = {
    capacity,
    free: NONE,
    lookup: i32(),
    questions: u8(),
    answered: u8(),
    tries: u8(),
    halves: u8(),
    endpoint: i32(),
    port: i32(),
    turn: i32(),
  };
  table.free = chainFree(table.lookup, 0, NONE);
  return table;
}

function chainFree(next: Int32Array, from: number, last: number): number {
  for (let row = from; row < next.length; row++) next[row] = row + 1 < next.length ? row + 1 : last;
  return from;
}

export function addLookup(lookups: Lookups): number {
  if (lookups.free === NONE) {
    const from = lookups.capacity;
    lookups.capacity = growColumns(lookups, from);
    lookups.free = chainFree(lookups.next, from, NONE);
  }
  const row = lookups.free;
  lookups.free = lookups.next[row];
  lookups.next[row] = NONE;
  lookups.followers[row] = NONE;
  lookups.failure[row] = 0;
  return row;
}

export function freeLookup(lookups: Lookups, row: number): void {
  lookups.state[row] = LOOKUP.free;
  lookups.next[row] = lookups.free;
  lookups.free = row;
}

export function addSocket(sockets: Sockets, lookup: number, questions: number): number {
  if (sockets.free === NONE) {
    const from = sockets.capacity;
    sockets.capacity = growColumns(sockets, from);
    sockets.free = chainFree(sockets.lookup, from, NONE);
  }
  const row = sockets.free;
  sockets.free = sockets.lookup[row];
  sockets.lookup[row] = lookup;
  sockets.questions[row] = questions;
  sockets.answered[row] = 0;
  sockets.tries[row] = 0;
  sockets.halves[row] = 0;
  sockets.endpoint[row] = NONE;
  return row;
}

export function freeSocket(sockets: Sockets, row: number): void {
  sockets.port[row] = (sockets.port[row] + 1) | 0;
  sockets.turn[row] = (sockets.turn[row] + 1) | 0;
  sockets.questions[row] = 0;
  sockets.lookup[row] = sockets.free;
  sockets.free = row;
}

/** Envoys look names up in the background, apart from requests: they have none. */
export function createResolver({ names }: DnsPlan): Resolver {
  return {
    inFlight: new Int32Array(names.length).fill(NONE),
    knownUntilUs: new Float64Array(names.length),
    failedUntilUs: new Float64Array(names.length),
    failedAs: new Uint8Array(names.length),
    running: 0,
    head: NONE,
    tail: NONE,
  };
}

export function createNameServer({ questions }: DnsPlan): NameServer {
  return {
    cachedUntilUs: new Float64Array(2 * questions.length),
    requests: new Float64Array(2),
    rcodes: new Float64Array(2),
    hits: 0,
    denialHits: 0,
    misses: 0,
    forwarded: new Float64Array(2),
    forwardedUs: new Float64Array(2),
    buckets: new Float64Array(BOUNDS_US.length + 1),
    sumUs: 0,
  };
}

/** What a pod has of it. */
export function dnsOfPod(dns: DnsPlan | undefined, { index, runtime }: ServicePlan): { resolver?: Resolver; nameServer?: NameServer } {
  if (dns === undefined) return {};
  if (dns.endpointOf[index] >= 0) return { nameServer: createNameServer(dns) };
  return runtime === RUNTIME.envoy ? {} : { resolver: createResolver(dns) };
}

export function dnsOf(world: World): { readonly plan: DnsPlan; readonly state: DnsState } {
  const plan = world.plan.dns;
  const state = world.s.dns;
  if (plan === undefined || state === undefined) throw new Error('broken invariant: nothing is looked up in a fleet without dns');
  return { plan, state };
}
