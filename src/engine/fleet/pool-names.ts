import { mix } from '../../base/hash.ts';
import { WAITER } from '../dns/dns-state.ts';
import { lookUp, WAITS } from '../dns/lookup.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { CONNECTION } from './client-pools.ts';

const NAME = 0x706e;

/** Looks up where a new connection of a client pool leads. @returns whether that is known at once; otherwise `EVENT.connecting` comes when it is, or isn't to be known */
export function findName(world: World, connection: number): boolean {
  const { s, plan } = world;
  if (s.dns === undefined || plan.dns === undefined) return true;
  const { connections: t, pod, which } = s.pools;
  const pool = t.pool[connection];
  const guard = t.guard[connection];
  const name = plan.dns.nameOfPool[s.pods[pod[pool]].service][which[pool]];
  t.state[connection] = CONNECTION.resolving;
  const found = lookUp(world, pod[pool], name, WAITER.pool, connection, guard, mix(t.port[connection], connection, pool, NAME), guard);
  if (found === WAITS) return false;
  t.state[connection] = found === OUTCOME.ok ? CONNECTION.resolved : CONNECTION.unresolved;
  if (found !== OUTCOME.ok) pushEvent(s.queue, s.nowUs, PRIORITY[EVENT.connecting], EVENT.connecting, connection, guard);
  return found === OUTCOME.ok;
}
