import { CONNECTION } from '../fleet/client-pools.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { dnsOf, freeLookup, freeSocket, LOOKUP, WAITER } from './dns-state.ts';

/** Whoever wants to connect goes on with an event of its own: an attempt finds how it went in `outcome`, a connection of a pool in its state. */
export function tellWaiter(world: World, lookup: number, outcome: number): void {
  const { s } = world;
  const { state } = dnsOf(world);
  const { lookups } = state;
  if (outcome !== OUTCOME.ok) state.failed++;
  const waiter = lookups.waiter[lookup];
  const guard = lookups.waiterGuard[lookup];
  if (lookups.waiterKind[lookup] === WAITER.call) {
    if (s.attempts.ints[waiter + INT.generation] !== guard) return;
    s.attempts.ints[waiter + INT.outcome] = outcome;
    pushEvent(s.queue, s.nowUs, PRIORITY[EVENT.nameResolved], EVENT.nameResolved, waiter, guard);
    return;
  }
  const { connections } = s.pools;
  if (connections.guard[waiter] !== guard >>> 0) return;
  connections.state[waiter] = outcome === OUTCOME.ok ? CONNECTION.resolved : outcome === OUTCOME.noSuchHost ? CONNECTION.noSuchHost : CONNECTION.unresolved;
  pushEvent(s.queue, s.nowUs, PRIORITY[EVENT.connecting], EVENT.connecting, waiter, guard);
}

/** A process ends: with it what it knew, what it was asking, and as a CoreDNS its cache. */
export function forgetNames(world: World, pod: number): void {
  const { state } = dnsOf(world);
  const { lookups, sockets } = state;
  const { resolver, nameServer } = world.s.pods[pod];
  nameServer?.cachedUntilUs.fill(0);
  if (resolver === undefined) return;
  resolver.inFlight.fill(NONE);
  resolver.knownUntilUs.fill(0);
  resolver.failedUntilUs.fill(0);
  resolver.running = 0;
  resolver.head = NONE;
  resolver.tail = NONE;
  for (let socket = 0; socket < sockets.capacity; socket++)
    if (sockets.questions[socket] !== 0 && lookups.pod[sockets.lookup[socket]] === pod) freeSocket(sockets, socket);
  for (let row = 0; row < lookups.capacity; row++) {
    if (lookups.state[row] === LOOKUP.free || lookups.pod[row] !== pod) continue;
    tellWaiter(world, row, OUTCOME.reset);
    freeLookup(lookups, row);
  }
}
