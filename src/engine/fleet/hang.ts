import { INT, PHASE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';

/** An attempt waits for what does not come. @param unbegun it has not reached its pooler, and has no server there */
export function hang(world: World, row: number, connection: number, unbegun?: true): void {
  const { s } = world;
  s.attempts.ints[row + INT.phase] = PHASE.waiting;
  const one = { connection, guard: s.pools.connections.guard[connection], sinceUs: s.nowUs };
  s.pools.hung.push(unbegun === true ? { ...one, unbegun } : one);
}
