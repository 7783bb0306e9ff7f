import type { ScorePart } from '../contract/postmortem.ts';
import { MICROS_PER_MINUTE } from '../contract/time.ts';
import type { Micros } from '../contract/time.ts';
import { openLedger } from '../contract/score-ledger.ts';
import { firstPageUs } from '../session/run-facts.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { spanOf } from '../contract/utc-time.ts';

/** PagerDuty's external communication guidelines: a first word within about five minutes, then at least every twenty. Twice the first is allowed here: one person does it all. */
const FIRST_US = 10 * MICROS_PER_MINUTE,
  CADENCE_US = 20 * MICROS_PER_MINUTE;

/** Severity declared, updates in time, and a last word when it is over. */
export function gradeCommunication(facts: RunFacts): ScorePart {
  const ledger = openLedger('communication', 'Communication', 15);
  const { incident } = facts,
    startUs = Math.max(facts.epoch.playStartUs, firstPageUs(facts) ?? facts.outcome.hurtSinceUs ?? 0);
  const declaredUs = incident.declaredUs;
  ledger.give(
    declaredUs === null ? 0 : declaredUs - startUs <= FIRST_US ? 5 : 3,
    5,
    declaredUs === null ? '' : `${incident.severity ?? 'Severity'} declared ${spanOf(Math.max(0, declaredUs - startUs))} after the page.`,
    declaredUs === null ? 'No severity was declared.' : 'Severity is wanted within ten minutes of the page.',
  );
  const times = incident.updates.map((update) => update.atUs),
    first = times[0];
  ledger.give(
    first === undefined ? 0 : first - startUs <= FIRST_US ? 4 : 2,
    4,
    first === undefined ? '' : `First update ${spanOf(Math.max(0, first - startUs))} after the page.`,
    first === undefined ? 'No status update was posted.' : 'A first update is wanted within ten minutes of the page.',
    incident.updates[0]?.text,
  );
  const endUs = incident.resolvedUs ?? facts.outcome.recoveredUs ?? facts.endUs;
  const gap = longestGap([startUs, ...times.filter((time) => time <= endUs), endUs]);
  ledger.give(
    first === undefined ? 0 : gap <= CADENCE_US ? 4 : gap <= 2 * CADENCE_US ? 2 : 0,
    4,
    `${times.length} ${times.length === 1 ? 'update' : 'updates'}; nobody waited longer than ${spanOf(gap)}.`,
    first === undefined ? 'Nobody was kept informed.' : `People waited up to ${spanOf(gap)} for news; twenty minutes is the limit.`,
  );
  const recoveredUs = facts.outcome.recoveredUs,
    last = incident.updates.at(-1);
  const closing = recoveredUs !== null && last !== undefined && last.atUs >= recoveredUs;
  ledger.give(
    closing ? 2 : 0,
    2,
    'A last update told that it was over.',
    recoveredUs === null ? 'It was not over within this run.' : 'No update told that it was over.',
    closing ? last.text : undefined,
  );
  return ledger.part();
}

function longestGap(times: readonly Micros[]): Micros {
  let longest = 0;
  for (let at = 1; at < times.length; at += 1) longest = Math.max(longest, times[at] - times[at - 1]);
  return longest;
}
