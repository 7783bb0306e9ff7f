import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, NONE, TIME, timesOf } from '../requests/attempt-table.ts';
import { startTimer } from '../requests/timers.ts';
import type { World } from '../world.ts';

/**
 * Deadlines that travel with a call, as gRPC's `grpc-timeout` does: what nobody waits for any more is not begun. What is begun is not broken off: a step in hand ends.
 * Source: Site Reliability Engineering (2016), ch. 22, "Latency and Deadlines".
 */

/** Until when whoever sent a request waits for it, as far as the request says; Infinity when it does not. */
export function deadlineOf(world: World, row: number): number {
  const { ints, times } = world.s.attempts;
  const site = ints[row + INT.site];
  return site !== NONE && world.plan.sites[site].propagates ? times[timesOf(row) + TIME.endsBy] : Infinity;
}

/** Starts the timeout of a try that says how long it may take: its own, or what its caller has been given if that is less. */
export function setPatience(world: World, row: number, site: SitePlan, caller: number): void {
  const { s } = world;
  const { ints, times } = s.attempts;
  let due = deadlineOf(world, caller);
  if (site.timeoutUs > 0) due = Math.min(due, s.nowUs + site.timeoutUs);
  if (site.overallUs > 0) due = Math.min(due, times[timesOf(row) + TIME.first] + site.overallUs);
  times[timesOf(row) + TIME.endsBy] = due;
  if (due === Infinity || due <= s.nowUs) return;
  // only timeouts of the usual length may join the site's ring
  if (due === s.nowUs + site.timerUs) startTimer(s, site.index, site.timerUs, row);
  else pushEvent(s.queue, due, PRIORITY[EVENT.deadline], EVENT.deadline, row, ints[row + INT.generation]);
}
