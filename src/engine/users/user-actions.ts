import { chooseRegion } from '../edge/choose-region.ts';
import { allocateAttempt, INT, NONE, PHASE, TIME, timesOf, USER } from '../requests/attempt-table.ts';
import { call } from '../requests/calls.ts';
import type { World } from '../world.ts';
import { hasAnswer } from './client-cache.ts';
import { meterAction } from './harm.ts';
import { beginSegments } from './segments.ts';

/** Starts a user action of a stream: one row for the user, and the first try through the load balancer. */
export function startUserAction(world: World, stream: number, keyHi: number, keyLo: number): void {
  const s = world.s;
  const plan = world.plan.streams[stream];
  const kept = s.clientCaches[stream];
  if (kept !== null && hasAnswer(kept, keyHi, keyLo, s.nowUs)) {
    if (plan.segments !== null) {
      const row = userRow(world, stream, keyHi, keyLo);
      s.attempts.times[timesOf(row) + TIME.sent] = s.nowUs;
      beginSegments(world, row, plan.segments, s.nowUs);
      return;
    }
    meterAction(s.harm, world.plan.slos, world.plan.slosOfStream[stream], s.nowUs, false, 0);
    return;
  }
  const site = plan.sites.length === 1 ? world.plan.sites[plan.sites[0]] : chooseRegion(world, plan, keyHi, keyLo);
  const row = userRow(world, stream, keyHi, keyLo);
  s.attempts.times[timesOf(row) + TIME.sent] = s.nowUs - site.hopUs;
  call(world, row, site);
}

function userRow({ s, plan: { streams } }: World, stream: number, keyHi: number, keyLo: number): number {
  const t = s.attempts;
  const row = allocateAttempt(t);
  const plan = streams[stream];
  t.ints[row + INT.phase] = PHASE.user;
  t.ints[row + INT.parent] = USER;
  // whose it is: a user's row has no other use for this column
  t.ints[row + INT.parentGuard] = stream;
  t.ints[row + INT.flags] = plan.criticality;
  t.ints[row + INT.site] = NONE;
  t.ints[row + INT.keyHi] = keyHi;
  t.ints[row + INT.keyLo] = keyLo;
  t.ints[row + INT.place] = 0;
  t.ints[row + INT.client] = plan.clientNumber;
  t.ints[row + INT.home] = plan.home;
  t.ints[row + INT.pc] = 0;
  t.ints[row + INT.pending] = 1;
  return row;
}
