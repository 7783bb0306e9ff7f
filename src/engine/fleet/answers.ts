import { DATABASE } from '../machines/lifecycle.ts';
import { isAnyCutOff, reachable } from '../network/reachable.ts';
import { linksPass } from './store-ways.ts';
import type { World } from '../world.ts';

/** Whether an instance answers statements. */
export function isUp(state: number): boolean {
  return state === DATABASE.primary || state === DATABASE.standby || state === DATABASE.promoting;
}

/** Whether packets pass between a connection's two ends, and a server is there. */
export function answers(world: World, connection: number): boolean {
  const database = world.s.pools.connections.database[connection];
  return isUp(world.s.lifecycles.database.state[database]) && packetsPass(world, connection);
}

/** The network alone: a starting instance has one, and refuses. */
export function packetsPass(world: World, connection: number): boolean {
  if (world.s.links !== undefined && !linksPass(world, connection)) return false;
  if (!isAnyCutOff(world)) return true;
  const { s, plan } = world;
  const { pools, pods } = s;
  const pool = pools.connections.pool[connection];
  const service = plan.services[pods[pools.pod[pool]].service];
  const { pooler } = service.pools[pools.which[pool]];
  const middle = pooler < 0 ? service.region : plan.poolerRegions[pooler];
  return reachable(world, service.region, middle) && reachable(world, middle, plan.databaseRegions[pools.connections.database[connection]]);
}
