import { mix } from '../../base/hash.ts';
import { allocateAttempt, FLAG, NONE, PHASE, USER } from '../requests/attempt-table.ts';
import { call } from '../requests/calls.ts';
import type { World } from '../world.ts';

/** Starts a user action of a stream: one row for the user, and the first try through the load balancer. */
export function startUserAction(world: World, stream: number, keyHi: number, keyLo: number): void {
  start(world, world.plan.streams[stream].site, stream, 0, keyHi, keyLo);
}

/**
 * Sends a request from a person's terminal (`curl`): a real one, through the same sites and pods, but no user's: it counts in every server's
 * metrics and in nobody's SLI. Returns the id its answer will be kept under.
 */
export function startSynthetic(world: World, site: number): number {
  const id = world.s.http.nextId++;
  start(world, site, id, FLAG.synthetic, mix(id, 0x6375, 0x726c, world.seed), mix(world.seed, id, 0x6c72, 0x7563));
  return id;
}

/** @param whose the stream of a user's action, the id of a synthetic one; kept in the row's `parentGuard`, which a user's row has no other use for */
function start(world: World, site: number, whose: number, flags: number, keyHi: number, keyLo: number): void {
  const s = world.s;
  const row = allocateAttempt(s.attempts);
  const t = s.attempts; // allocation may have replaced its columns
  t.phase[row] = PHASE.user;
  t.parent[row] = USER;
  t.parentGuard[row] = whose;
  t.flags[row] = flags;
  t.site[row] = NONE;
  t.keyHi[row] = keyHi;
  t.keyLo[row] = keyLo;
  t.place[row] = 0;
  t.pc[row] = 0;
  t.pending[row] = 1;
  t.sentUs[row] = s.nowUs - world.plan.sites.hopUs[site];
  call(world, row, site);
}
