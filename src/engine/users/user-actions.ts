import { allocateAttempt, NONE, PHASE, USER } from '../requests/attempt-table.ts';
import { call } from '../requests/calls.ts';
import type { World } from '../world.ts';

/** Starts a user action of a stream: one row for the user, and the first try through the load balancer. */
export function startUserAction(world: World, stream: number, keyHi: number, keyLo: number): void {
  const s = world.s;
  const { site } = world.plan.streams[stream];
  const row = allocateAttempt(s.attempts);
  const t = s.attempts; // allocation may have replaced its columns
  t.phase[row] = PHASE.user;
  t.parent[row] = USER;
  // whose it is: a user's row has no other use for this column
  t.parentGuard[row] = stream;
  t.site[row] = NONE;
  t.keyHi[row] = keyHi;
  t.keyLo[row] = keyLo;
  t.place[row] = 0;
  t.pc[row] = 0;
  t.pending[row] = 1;
  t.sentUs[row] = s.nowUs - world.plan.sites.hopUs[site];
  call(world, row, site);
}
