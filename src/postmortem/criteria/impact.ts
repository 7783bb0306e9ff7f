import type { ScorePart } from '../../contract/postmortem.ts';
import type { Micros } from '../../contract/time.ts';
import { isClose, quantitiesIn } from '../quantities.ts';
import type { Quantity } from '../quantities.ts';
import type { RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { sentencesOf } from '../text/tokens.ts';
import { clockOf, instantOf, spanOf, TIME_TOLERANCE_US } from '../../contract/utc-time.ts';
import { openLedger } from '../../contract/score-ledger.ts';

/** Start, end, duration, how many, error budget: each compared with the run (figures within 10%, times within two minutes). */
export function gradeImpact(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('impact', 'Impact in numbers', 12);
  const text = sectionText(document, 'Impact'),
    figures = quantitiesIn(text),
    { outcome } = facts;
  const of = (kind: Quantity['kind']): Quantity[] => figures.filter((figure) => figure.kind === kind);
  const atTime = (tUs: Micros): Quantity | undefined =>
    of('time').find((figure) => Math.abs(instantOf(facts.epoch, figure.value, tUs) - tUs) <= TIME_TOLERANCE_US);
  if (outcome.hurtSinceUs === null) {
    const says = /\b(?:no|none|not)\b.{0,40}\b(?:impact|users?|affected|hurt|noticed)\b/i.test(text);
    ledger.give(
      says ? 12 : 0,
      12,
      'No SLI went bad in this run, and the section says that nobody was hurt.',
      'No SLI went bad in this run; the section does not say so.',
    );
    return ledger.part();
  }
  const start = atTime(outcome.hurtSinceUs);
  ledger.give(
    start ? 2 : 0,
    2,
    `The start is right (${clockOf(facts.epoch, outcome.hurtSinceUs)}).`,
    of('time').length === 0
      ? 'There is no start time.'
      : `No time in this section is within two minutes of the start, ${clockOf(facts.epoch, outcome.hurtSinceUs)}.`,
    start?.text,
  );
  const endUs = outcome.recoveredUs;
  if (endUs === null) {
    const ongoing = /\b(?:ongoing|still|not (?:yet )?(?:over|recovered|restored)|continu\w+|unresolved)\b/i.test(text);
    ledger.give(
      ongoing ? 4 : 0,
      4,
      'Users had not recovered when this run ended, and the section says so.',
      'Users had not recovered when this run ended; the section does not say so.',
    );
  } else {
    const end = atTime(endUs),
      real = (endUs - outcome.hurtSinceUs) / 1_000_000;
    const duration = of('duration').find((figure) => isClose(figure.value, real) || Math.abs(figure.value - real) <= 60);
    ledger.give(
      end ? 2 : 0,
      2,
      `The end is right (${clockOf(facts.epoch, endUs)}).`,
      `The end, ${clockOf(facts.epoch, endUs)}, is missing or more than two minutes off.`,
      end?.text,
    );
    ledger.give(
      duration ? 2 : 0,
      2,
      `The duration is right (${spanOf(endUs - outcome.hurtSinceUs)}).`,
      `The duration, ${spanOf(endUs - outcome.hurtSinceUs)}, is missing or more than a tenth off.`,
      duration?.text,
    );
  }
  const counts = realCounts(facts),
    shares = realShares(facts);
  const count = of('count').find((figure) => counts.some((real) => real >= 1 && isClose(figure.value, real)));
  const ofBudget = (figure: Quantity): boolean =>
    sentencesOf(text).some((sentence) => figure.at >= sentence.start && figure.at < sentence.end && /\bbudget\b/i.test(sentence.text));
  const share = of('percent').find((figure) => !ofBudget(figure) && shares.some((real) => isClose(figure.value, real)));
  const lost = lostOrInConflict(facts),
    forUsers = lost === null ? 4 : 2;
  const stated = [...of('count').filter((figure) => figure.value >= 100), ...of('percent').filter((figure) => !ofBudget(figure))];
  ledger.give(
    count || share ? forUsers : 0,
    forUsers,
    'How many were affected agrees with the run.',
    stated.length === 0 ? 'No number of users, requests or share of errors.' : `None of the figures is within a tenth of the run's: ${figuresOfRun(facts)}.`,
    count?.text ?? share?.text ?? stated[0]?.text,
  );
  if (lost !== null) {
    const said = sentencesOf(text).find((sentence) => WRITES.test(sentence.text) && LOST.test(sentence.text));
    ledger.give(said ? 2 : 0, 2, `It says what became of data (${lost}).`, `Nothing is said of data that was lost or is in conflict (${lost}).`, said?.text);
  }
  const spent = outcome.slos.map((slo) => slo.budgetSpent * 100);
  const nearBudget = /\bbudget\b/i.test(text);
  const budget = nearBudget
    ? of('percent').find((figure) => spent.some((real) => isClose(figure.value, real) || Math.abs(figure.value - real) <= 0.5))
    : undefined;
  ledger.give(
    budget ? 2 : 0,
    2,
    'The error budget spent is right.',
    nearBudget
      ? `The error budget is named, but not its share (${spent.map((value) => `${Math.round(value)}%`).join(', ')}).`
      : 'The error budget spent is missing.',
    budget?.text,
  );
  return ledger.part();
}

const WRITES = /\b(?:writes?|additions?|transactions?|changes|edits|data|rows?|songs? added|updates)\b/i;
const LOST =
  /\b(?:los[et]|loss|losing|conflict\w*|diverg\w*|split.?brain|discard\w*|thrown away|threw away|gone|missing|not replicated|overwritten|merge\w*)\b/i;

/** What a promotion cost, in words; null when it cost nothing. */
function lostOrInConflict(facts: RunFacts): string | null {
  const { lost, conflicting } = facts.outcome.writes ?? { lost: 0, conflicting: 0 };
  const parts = [...(lost > 0 ? [`${lost} writes lost`] : []), ...(conflicting > 0 ? [`${conflicting} in conflict`] : [])];
  return parts.length === 0 ? null : parts.join(', ');
}

function realCounts(facts: RunFacts): number[] {
  const { harm, slos } = facts.outcome;
  return [harm.failedRequests, harm.slowRequests, harm.failedRequests + harm.slowRequests, ...slos.map((slo) => slo.total - slo.good)];
}

/** Shares of bad actions by SLO, over the run. */
function realShares(facts: RunFacts): number[] {
  return facts.outcome.slos.filter((slo) => slo.total > slo.good).map((slo) => (1 - slo.good / slo.total) * 100);
}

function figuresOfRun(facts: RunFacts): string {
  const { harm } = facts.outcome;
  return `${harm.failedRequests} failed, ${harm.slowRequests} slow`;
}
