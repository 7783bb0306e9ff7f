import { mix } from '../../base/hash.ts';
import { countAttempt } from '../instruments/request-meters.ts';
import { CRITICALITY_MASK } from '../protection/criticality.ts';
import type { SitePlan } from '../plan/plan.ts';
import type { WorldState } from '../world.ts';
import { allocateAttempt, INT, PHASE, TIME, timesOf } from './attempt-table.ts';
import { countTry } from './retry-window.ts';

/** A row for one try of a call, counted and not yet sent. @param tries 0 for a first try; for others whoever asks says when that was */
export function newAttempt(s: WorldState, caller: number, callerGuard: number, site: SitePlan, tries: number): number {
  const t = s.attempts;
  const row = allocateAttempt(t);
  const { ints, times } = t;
  s.meters.siteAttempts[site.index]++;
  if (tries > 0) s.meters.siteRetries[site.index]++;
  const window = s.retryWindows[site.index];
  if (window !== null) countTry(window, s.nowUs, tries > 0);
  if (site.fromEnvoy) countAttempt(s.meters, ints[caller + INT.pod], site, tries > 0);
  ints[row + INT.parent] = caller;
  ints[row + INT.parentGuard] = callerGuard;
  ints[row + INT.flags] = site.criticality >= 0 ? site.criticality : ints[caller + INT.flags] & CRITICALITY_MASK;
  ints[row + INT.site] = site.index;
  ints[row + INT.tries] = tries;
  ints[row + INT.endpoint] = site.endpoint;
  ints[row + INT.keyHi] = ints[caller + INT.keyHi];
  ints[row + INT.keyLo] = ints[caller + INT.keyLo];
  ints[row + INT.client] = ints[caller + INT.client];
  ints[row + INT.home] = ints[caller + INT.home];
  ints[row + INT.place] = mix(ints[caller + INT.place], site.index, tries, ints[caller + INT.pc]);
  ints[row + INT.phase] = PHASE.waiting;
  times[timesOf(row) + TIME.sent] = s.nowUs - site.hopUs;
  times[timesOf(row) + TIME.begun] = s.nowUs - site.hopUs;
  times[timesOf(row) + TIME.first] = s.nowUs;
  return row;
}
