import { mix, pick } from '../../base/hash.ts';
import { RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { addLookup, addSocket, dnsOf, freeLookup, freeSocket, LOOKUP, QUERY, type Resolver } from './dns-state.ts';
import { tellWaiter } from './waiters.ts';
import { sendQueries } from './query.ts';

/**
 * Looking a name up, before a connection is made. Node and Java ask glibc, which sends both questions (A, AAAA) on one socket and tries again on the same, so that kube-proxy's connection tracking
 * leads the second try to the pod of the first; a timeout ends the search. Go has a socket for each question and each try, and goes on with the next candidate after a timeout.
 * Go and Java have one lookup of a name at a time, which others join; Node has two of any name, half of libuv's four threads. Java remembers.
 * Source: glibc resolv/res_send.c (send_dg), res_query.c; Go net/dnsclient_unix.go, lookup.go; libuv src/threadpool.c (slow_work_thread_threshold);
 * JDK networkaddress.cache.ttl (30 s), .negative.ttl (10 s).
 */
const NODE_LOOKUPS = 2;
const JAVA_KNOWS_US = 30e6;
const JAVA_DESPAIRS_US = 10e6;
/** Halves of glibc's pair of answers: asked one after the other, then from a new port, then it is content. */
const MOST_HALVES = 3;

const PORT = 0x706f;

/** Whoever asked is told later, by an event. */
export const WAITS = -1;

/** @param guard of whoever wants to connect @returns OUTCOME.ok when the address is known, WAITS, or an outcome when there is none */
export function lookUp(world: World, pod: number, name: number, kind: number, waiter: number, guard: number, keyHi: number, keyLo: number): number {
  const resolver = world.s.pods[pod].resolver;
  if (resolver === undefined || name < 0) return OUTCOME.ok;
  const { nowUs } = world.s;
  // both stay 0 where nothing is remembered
  if (resolver.knownUntilUs[name] > nowUs) return OUTCOME.ok;
  if (resolver.failedUntilUs[name] > nowUs) return resolver.failedAs[name];
  const { state } = dnsOf(world);
  const { lookups } = state;
  const row = addLookup(lookups);
  state.asked++;
  lookups.pod[row] = pod;
  lookups.name[row] = name;
  lookups.waiterKind[row] = kind;
  lookups.waiter[row] = waiter;
  lookups.waiterGuard[row] = guard;
  lookups.keyHi[row] = keyHi;
  lookups.keyLo[row] = keyLo;
  const leader = resolver.inFlight[name];
  if (leader !== NONE) {
    lookups.state[row] = LOOKUP.following;
    lookups.next[row] = lookups.followers[leader];
    lookups.followers[leader] = row;
  } else if (runtimeOf(world, pod) === RUNTIME.node && resolver.running >= NODE_LOOKUPS) joinLine(world, resolver, row);
  else begin(world, resolver, row);
  return WAITS;
}

function joinLine(world: World, resolver: Resolver, row: number): void {
  const { lookups } = dnsOf(world).state;
  lookups.state[row] = LOOKUP.queued;
  if (resolver.tail === NONE) resolver.head = row;
  else lookups.next[resolver.tail] = row;
  resolver.tail = row;
}

function begin(world: World, resolver: Resolver, row: number): void {
  const { lookups } = dnsOf(world).state;
  lookups.state[row] = LOOKUP.asking;
  lookups.at[row] = 0;
  resolver.running++;
  if (runtimeOf(world, lookups.pod[row]) !== RUNTIME.node) resolver.inFlight[lookups.name[row]] = row;
  askCandidate(world, row);
}

function askCandidate(world: World, row: number): void {
  const { lookups, sockets } = dnsOf(world).state;
  lookups.found[row] = 0;
  if (runtimeOf(world, lookups.pod[row]) !== RUNTIME.go) {
    lookups.socketsOut[row] = 1;
    ask(world, addSocket(sockets, row, QUERY.A | QUERY.AAAA), true);
    return;
  }
  lookups.socketsOut[row] = 2;
  const [a, aaaa] = [addSocket(sockets, row, QUERY.A), addSocket(sockets, row, QUERY.AAAA)];
  ask(world, a, true);
  ask(world, aaaa, true);
}

/** Sends a socket's questions, and waits. @param isNew from a port of its own: kube-proxy chooses among the pods */
function ask(world: World, socket: number, isNew: boolean): void {
  const { plan, state } = dnsOf(world);
  const { sockets, lookups } = state;
  const lookup = sockets.lookup[socket];
  const { region } = world.plan.services[world.s.pods[lookups.pod[lookup]].service];
  const { endpoints } = world.s.services[plan.serviceIn[region]];
  sockets.answered[socket] = 0;
  if (endpoints.length === 0) {
    // no rule for the address: every try is rejected at once
    sockets.endpoint[socket] = NONE;
    sockets.tries[socket] = plan.model.attempts;
    const rejected = (sockets.turn[socket] = (sockets.turn[socket] + 1) | 0);
    pushEvent(world.s.queue, world.s.nowUs, PRIORITY[EVENT.queryTimeout], EVENT.queryTimeout, socket, rejected);
    return;
  }
  // kube-proxy forgets the tracked connections of a pod that is no endpoint any more
  if (isNew || !endpoints.includes(sockets.endpoint[socket])) {
    const draw = mix(lookups.at[lookup], sockets.questions[socket], sockets.tries[socket] * MOST_HALVES + sockets.halves[socket], PORT);
    sockets.endpoint[socket] = endpoints[pick(mix(lookups.keyHi[lookup], lookups.keyLo[lookup], lookups.name[lookup], draw), endpoints.length)];
    sockets.port[socket] = (sockets.port[socket] + 1) | 0;
  }
  const turn = (sockets.turn[socket] = (sockets.turn[socket] + 1) | 0);
  pushEvent(world.s.queue, world.s.nowUs + plan.model.timeoutUs, PRIORITY[EVENT.queryTimeout], EVENT.queryTimeout, socket, turn);
  sendQueries(world, socket);
}

/** Nothing, or only half, has come for the timeout. */
export function queryTimedOut(world: World, socket: number, turn: number): void {
  const { plan, state } = dnsOf(world);
  const { sockets, lookups } = state;
  if (sockets.turn[socket] !== turn || sockets.questions[socket] === 0) return;
  if (sockets.endpoint[socket] !== NONE) state.timeouts++;
  const isGo = runtimeOf(world, lookups.pod[sockets.lookup[socket]]) === RUNTIME.go;
  if (sockets.answered[socket] !== 0 && sockets.halves[socket] < MOST_HALVES - 1) {
    sockets.halves[socket]++;
    ask(world, socket, sockets.halves[socket] === MOST_HALVES - 1);
    return;
  }
  if (sockets.answered[socket] === QUERY.A) {
    socketDone(world, socket);
    return;
  }
  sockets.tries[socket]++;
  if (sockets.tries[socket] < plan.model.attempts) ask(world, socket, isGo);
  else unanswered(world, socket);
}

/** An answer is there. @param port the socket's when it asked */
export function answerArrives(world: World, socket: number, port: number, type: number): void {
  const { sockets } = dnsOf(world).state;
  if (sockets.port[socket] !== port || sockets.questions[socket] === 0) return;
  sockets.answered[socket] |= type;
  if (sockets.answered[socket] === sockets.questions[socket]) socketDone(world, socket);
}

function socketDone(world: World, socket: number): void {
  const { plan, state } = dnsOf(world);
  const { sockets, lookups } = state;
  const lookup = sockets.lookup[socket];
  const { exists } = plan.questions[plan.names[lookups.name[lookup]].tried[lookups.at[lookup]]];
  if (exists && (sockets.answered[socket] & QUERY.A) !== 0) lookups.found[lookup] = 1;
  else blame(world, lookup, OUTCOME.noSuchHost);
  closeSocket(world, socket, lookup);
}

function unanswered(world: World, socket: number): void {
  const lookup = dnsOf(world).state.sockets.lookup[socket];
  blame(world, lookup, OUTCOME.lookupTimedOut);
  closeSocket(world, socket, lookup);
}

/** Go tells the first error, or that of the name as it was written; what glibc tells is the last. */
function blame(world: World, lookup: number, outcome: number): void {
  const { plan, state } = dnsOf(world);
  const { lookups } = state;
  const { text, tried } = plan.names[lookups.name[lookup]];
  const isGo = runtimeOf(world, lookups.pod[lookup]) === RUNTIME.go;
  if (!isGo || lookups.failure[lookup] === 0 || plan.questions[tried[lookups.at[lookup]]].name === text) lookups.failure[lookup] = outcome;
}

function closeSocket(world: World, socket: number, lookup: number): void {
  const { plan, state } = dnsOf(world);
  const { lookups, sockets } = state;
  freeSocket(sockets, socket);
  lookups.socketsOut[lookup]--;
  if (lookups.socketsOut[lookup] > 0) return;
  if (lookups.found[lookup] === 1) {
    end(world, lookup, OUTCOME.ok);
    return;
  }
  const isGo = runtimeOf(world, lookups.pod[lookup]) === RUNTIME.go;
  const goesOn = isGo || lookups.failure[lookup] === OUTCOME.noSuchHost;
  lookups.at[lookup]++;
  if (goesOn && lookups.at[lookup] < plan.names[lookups.name[lookup]].tried.length) askCandidate(world, lookup);
  else end(world, lookup, lookups.failure[lookup]);
}

/** A lookup is over, for whoever began it and those who joined. */
function end(world: World, row: number, outcome: number): void {
  const { lookups } = dnsOf(world).state;
  const pod = lookups.pod[row];
  const name = lookups.name[row];
  const { resolver } = world.s.pods[pod];
  if (resolver === undefined) return;
  resolver.running--;
  if (resolver.inFlight[name] === row) resolver.inFlight[name] = NONE;
  if (runtimeOf(world, pod) === RUNTIME.java) {
    if (outcome === OUTCOME.ok) resolver.knownUntilUs[name] = world.s.nowUs + JAVA_KNOWS_US;
    else {
      resolver.failedUntilUs[name] = world.s.nowUs + JAVA_DESPAIRS_US;
      resolver.failedAs[name] = outcome;
    }
  }
  for (let follower = lookups.followers[row]; follower !== NONE; ) {
    const next = lookups.next[follower];
    tellWaiter(world, follower, outcome);
    freeLookup(lookups, follower);
    follower = next;
  }
  tellWaiter(world, row, outcome);
  freeLookup(lookups, row);
  const next = resolver.head;
  if (next === NONE) return;
  resolver.head = lookups.next[next];
  if (resolver.head === NONE) resolver.tail = NONE;
  lookups.next[next] = NONE;
  begin(world, resolver, next);
}

function runtimeOf(world: World, pod: number): number {
  return world.plan.services[world.s.pods[pod].service].runtime;
}
