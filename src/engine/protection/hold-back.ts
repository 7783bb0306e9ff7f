import type { SitePlan } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { throttleAdmits, throttleLearns } from './adaptive-throttling.ts';
import { enterBulkhead, leaveBulkhead } from './bulkhead.ts';
import { deadlineOf } from './deadline.ts';

/** Whether a guarded call may leave: in time, not throttled, and with a place in its bulkhead, which it takes. @returns OUTCOME.ok, or why not */
export function holdBack(world: World, row: number, site: SitePlan): number {
  const { s } = world;
  if (deadlineOf(world, row) <= s.nowUs) return OUTCOME.timeout;
  if (site.throttle < 0 && site.bulkhead < 0) return OUTCOME.ok;
  const caller = s.attempts.ints[s.attempts.ints[row + INT.parent] + INT.pod];
  if (site.throttle >= 0 && !throttleAdmits(s, row, site.throttle, caller)) return OUTCOME.throttled;
  return site.bulkhead < 0 || enterBulkhead(world, row, site, caller) ? OUTCOME.ok : OUTCOME.bulkheadFull;
}

/** The caller's end of a guarded call is over, whether or not its server's is. */
export function letGo(world: World, row: number, site: SitePlan, outcome: number, status: number): void {
  leaveBulkhead(world, row, site);
  if (site.throttle >= 0) throttleLearns(world.s, row, site.throttle, outcome, status);
}
