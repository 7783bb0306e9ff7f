import { mix } from '../../base/hash.ts';
import { databaseHost, cacheHost, poolerHost } from '../network/hosts.ts';
import { connectUs, hasLinks, passes, segmentUs } from '../network/packets.ts';
import { RUNTIME } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

/** Links between pods and the stores they use, where the network is not perfect. A connection through a pooler has two. */

const STATEMENT = 0x7374;
const RESULT = 0x7265;
const LOGIN = 0x6c67;

/** Whether packets pass both ways on each link of a connection. */
export function linksPass(world: World, connection: number): boolean {
  if (!hasLinks(world.s.links)) return true;
  const pod = podOf(world, connection);
  const database = databaseHost(world.s.pools.connections.database[connection]);
  const pooler = poolerOf(world, connection);
  return pooler !== NO_POOLER ? passes(world, pod, pooler) && passes(world, pooler, database) : passes(world, pod, database);
}

/** Whether packets pass both ways between a connection's pod and the pooler it is made to. */
export function reachesPooler(world: World, connection: number): boolean {
  return !hasLinks(world.s.links) || passes(world, podOf(world, connection), poolerOf(world, connection));
}

/** How much later a statement of an attempt gets to its database than without links, or with `isBack` its result to the pod. */
export function statementWayUs(world: World, row: number, connection: number, isBack: boolean): number {
  if (!hasLinks(world.s.links)) return 0;
  const pod = podOf(world, connection);
  const database = databaseHost(world.s.pools.connections.database[connection]);
  const pooler = poolerOf(world, connection);
  if (pooler === NO_POOLER) return wayUs(world, row, isBack ? database : pod, isBack ? pod : database, 0, isBack);
  return isBack
    ? wayUs(world, row, database, pooler, 0, true) + wayUs(world, row, pooler, pod, 1, true)
    : wayUs(world, row, pod, pooler, 0, false) + wayUs(world, row, pooler, database, 1, false);
}

function wayUs(world: World, row: number, from: number, to: number, leg: number, isBack: boolean): number {
  const { ints } = world.s.attempts;
  const purpose = mix(isBack ? RESULT : STATEMENT, ints[row + INT.pc], leg, 0);
  return segmentUs(world, from, to, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], purpose);
}

/** How much longer a new connection takes to open: the TCP handshake, and as many round trips after it. */
export function loginUs(world: World, from: number, to: number, keyHi: number, keyLo: number, roundTrips: number): number {
  if (!hasLinks(world.s.links)) return 0;
  let us = connectUs(world, from, to, keyHi, keyLo, LOGIN, 0);
  for (let trip = 1; trip <= roundTrips; trip++)
    us += segmentUs(world, from, to, keyHi, keyLo, LOGIN, 2 * trip) + segmentUs(world, to, from, keyHi, keyLo, LOGIN, 2 * trip + 1);
  return us;
}

/** How much longer it takes an attempt to read a cache; negative: no answer comes. */
export function cacheWayUs(world: World, row: number, cache: number): number {
  if (!hasLinks(world.s.links)) return 0;
  const { ints } = world.s.attempts;
  const pod = ints[row + INT.pod];
  const host = cacheHost(world.plan.scenario.fleet, cache);
  if (!passes(world, pod, host)) return -1;
  return wayUs(world, row, pod, host, 0, false) + wayUs(world, row, host, pod, 0, true);
}

/**
 * How long a client of a cache waits for an answer before it goes on as if the key were not there. Defaults of the runtimes' usual clients: go-redis ReadTimeout 3 s, Lettuce
 * 60 s, and TCP's own for Node's, which have none.
 */
export function cachePatienceUs(world: World, row: number): number {
  switch (world.plan.services[world.s.pods[world.s.attempts.ints[row + INT.pod]].service].runtime) {
    case RUNTIME.go:
      return 3e6;
    case RUNTIME.java:
      return 60e6;
    default:
      return 924.6e6;
  }
}

const NO_POOLER = 0;

function podOf(world: World, connection: number): number {
  const { pools } = world.s;
  return pools.pod[pools.connections.pool[connection]];
}

/** Host of the pooler a connection is made to, NO_POOLER where it leads straight to its database. */
function poolerOf(world: World, connection: number): number {
  const { pools, pods } = world.s;
  const pool = pools.connections.pool[connection];
  const { pooler } = world.plan.services[pods[pools.pod[pool]].service].pools[pools.which[pool]];
  return pooler < 0 ? NO_POOLER : poolerHost(world.plan.scenario.fleet, pooler);
}
