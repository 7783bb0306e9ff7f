import { mix, pick } from '../../base/hash.ts';
import type { ClientPoolPlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { NOT_YET } from './wal.ts';

/**
 * The name of a primary leads to whatever instance is the primary now; a pool asks for it when it opens a connection, and gets what its pod's resolver
 * has cached. Connections that are open stay where they are: that is how clients go on writing to a primary that has been replaced.
 */

/** TTL of the record. An assumption: a common value for failover names, and how long Java's resolver keeps an answer. */
const NAME_TTL_US = 30e6;
const NAME = 0x6e616d65;

/** Instance a new connection of the pool is made to. */
export function resolveDatabase(world: World, pool: number, plan: ClientPoolPlan): number {
  if (plan.primaryOf < 0) return plan.database;
  const { s } = world;
  const { primary, before, movedUs } = s.replication;
  const { region } = world.plan.services[s.pods[s.pools.pod[pool]].service];
  // resolvers have asked at different times: each answer is up to one TTL old
  const ageUs = (s.nowUs + pick(mix(pool, world.seed, NAME, 0), NAME_TTL_US)) % NAME_TTL_US;
  return s.nowUs - ageUs >= movedUs[plan.primaryOf * s.isolated.length + region] ? primary[plan.primaryOf] : before[plan.primaryOf];
}

/** A primary's name leads to another instance. A region that is cut off goes on with what its name servers knew. */
export function moveName(world: World, name: number, to: number): void {
  const { replication, isolated, nowUs } = world.s;
  replication.before[name] = replication.primary[name];
  replication.primary[name] = to;
  isolated.forEach((cutOff, region) => {
    replication.movedUs[name * isolated.length + region] = cutOff === 1 ? NOT_YET : nowUs;
  });
}

/** Once a second: regions that are back hear of what has moved. */
export function hearOfMoves(world: World): void {
  const { replication, isolated, nowUs } = world.s;
  const { movedUs } = replication;
  for (let at = 0; at < movedUs.length; at++) if (movedUs[at] === NOT_YET && isolated[at % isolated.length] === 0) movedUs[at] = nowUs;
}

/** One way between a pool's pod and the instance a connection leads to. */
export function hopUs(world: World, connection: number): number {
  const { pools, pods } = world.s;
  const { region } = world.plan.services[pods[pools.pod[pools.connections.pool[connection]]].service];
  return region === world.plan.databaseRegions[pools.connections.database[connection]] ? 0 : world.plan.scenario.fleet.loadBalancer.betweenRegionsUs;
}
