import type { ScorePart } from '../contract/postmortem.ts';
import { MICROS_PER_MINUTE } from '../contract/time.ts';
import type { Micros } from '../contract/time.ts';
import { openLedger } from '../contract/score-ledger.ts';
import { firstPageUs } from '../session/run-facts.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { spanOf } from '../contract/utc-time.ts';

/** Full points up to the first figure, none from the second (minutes). The first is PagerDuty's escalation timeout. */
const ACKNOWLEDGE = [5, 15] as const;
const MITIGATE = [10, 40] as const;
const RESOLVE = [10, 30] as const;

/** Minutes from page to acknowledgement, from onset to users being well, from there to resolved. */
export function gradeTime(facts: RunFacts): ScorePart {
  const ledger = openLedger('time', 'Time', 15);
  const { incident, outcome } = facts,
    firedUs = firstPageUs(facts);
  // A page that fired before play began can be answered from then on.
  const pageUs = firedUs === null ? null : Math.max(firedUs, facts.epoch.playStartUs);
  const span = (us: Micros, [full, none]: readonly [number, number], won: string, missed: string): void => {
    const points = 5 * Math.min(1, Math.max(0, (none - us / MICROS_PER_MINUTE) / (none - full)));
    ledger.give(points, 5, `${won} after ${spanOf(us)}.`, points === 0 ? `${missed}: ${spanOf(us)}.` : `${missed}: ${full} min would earn all.`);
  };
  if (pageUs === null) ledger.give(5, 5, 'No page fired, so none had to be acknowledged.', '');
  else if (incident.acknowledgedUs === null) ledger.give(0, 5, '', 'The page was never acknowledged.');
  else span(Math.max(0, incident.acknowledgedUs - pageUs), ACKNOWLEDGE, 'Acknowledged', 'The page waited');
  if (outcome.hurtSinceUs === null) ledger.give(5, 5, 'Users were never hurt.', '');
  else if (outcome.recoveredUs === null) ledger.give(0, 5, '', 'Users did not recover within this run.');
  else span(outcome.recoveredUs - outcome.hurtSinceUs, MITIGATE, 'Users were well again', 'Users were hurt for long');
  if (incident.resolvedUs === null) ledger.give(0, 5, '', 'The incident was never marked resolved.');
  else
    span(
      Math.max(0, incident.resolvedUs - (outcome.recoveredUs ?? incident.resolvedUs)),
      RESOLVE,
      'Resolved',
      'The incident stayed open after users were well',
    );
  return ledger.part();
}
