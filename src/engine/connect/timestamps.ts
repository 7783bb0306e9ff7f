import { clockOf, dateOf } from '../../contract/utc-time.ts';
import type { World } from '../world.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `2026-11-23T09:01:00Z`, RFC 3339 in UTC as Go prints it. */
export function timestampOf(world: World, tUs: number): string {
  const { playStartUnixMs, warmupUs } = world.plan.scenario;
  const epoch = { startUnixMs: playStartUnixMs - warmupUs / 1000, playStartUs: warmupUs };
  const [day, month, year] = dateOf(epoch, tUs).split(' ');
  const number = MONTHS.findIndex((name) => month.startsWith(name)) + 1;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${clockOf(epoch, tUs, true)}Z`;
}
