import type { ScorePart } from '../../contract/postmortem.ts';
import type { Micros } from '../../contract/time.ts';
import { logTimeline } from '../log-timeline.ts';
import { proseFlags } from '../prose-flags.ts';
import { quantitiesIn } from '../quantities.ts';
import { firstPageUs } from '../../session/run-facts.ts';
import type { RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { clockOf, instantOf, TIME_TOLERANCE_US } from '../../contract/utc-time.ts';
import { openLedger } from '../../contract/score-ledger.ts';

interface Milestone {
  readonly name: string;
  readonly atUs: Micros | null;
}

/** UTC; onset, detection, first response, mitigation, end; every time within two minutes of the log; no worlds that did not exist. */
export function gradeTimeline(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('timeline', 'Timeline', 12);
  const text = sectionText(document, 'Timeline');
  const lines = text.split('\n').filter((line) => /\b\d{1,2}:\d{2}\b/.test(line));
  const log = logTimeline(facts),
    middleUs = facts.outcome.hurtSinceUs ?? facts.endUs;
  const entries = lines.map((line) => ({
    line,
    atUs: instantOf(facts.epoch, quantitiesIn(line).find((figure) => figure.kind === 'time')?.value ?? 0, middleUs),
  }));
  const utc =
    /\b(?:utc|gmt)\b|\d{2}:\d{2}Z\b/i.test(`${document.preamble}\n${text}`) ||
    document.sections.some((section) => section.name === 'Timeline' && /utc/i.test(section.heading));
  ledger.give(utc ? 1 : 0, 1, 'Times are marked UTC.', 'Times carry no zone; write UTC.');
  const milestones = milestonesOf(facts).filter((milestone) => milestone.atUs !== null);
  const each = 7 / Math.max(1, milestones.length);
  for (const { name, atUs } of milestones) {
    const found = entries.find((entry) => Math.abs(entry.atUs - (atUs as Micros)) <= TIME_TOLERANCE_US);
    ledger.give(
      found ? each : 0,
      each,
      `${name} is there (${clockOf(facts.epoch, atUs as Micros)}).`,
      `${name}, ${clockOf(facts.epoch, atUs as Micros)}, has no entry within two minutes.`,
      found?.line.trim(),
    );
  }
  const off = entries.filter((entry) => !log.some((real) => Math.abs(real.atUs - entry.atUs) <= TIME_TOLERANCE_US) && entry.atUs >= (log[0]?.atUs ?? 0));
  const right = entries.length === 0 ? 0 : 1 - off.length / entries.length;
  ledger.give(
    3 * right,
    3,
    'Entries agree with the log.',
    entries.length === 0
      ? 'There are no entries with a time.'
      : `${off.length} of ${entries.length} entries are more than two minutes from anything in the log.`,
    off[0]?.line.trim(),
  );
  const worlds = proseFlags(text).filter((flag) => flag.kind === 'counterfactual');
  ledger.give(
    entries.length > 0 && worlds.length === 0 ? 1 : 0,
    1,
    'It tells only what happened.',
    entries.length === 0 ? 'Nothing is told.' : 'It tells of a world that did not exist.',
    worlds[0] === undefined ? undefined : text.slice(...worlds[0].span),
  );
  return ledger.part();
}

function milestonesOf(facts: RunFacts): Milestone[] {
  const { outcome, incident } = facts;
  return [
    { name: 'The onset', atUs: outcome.hurtSinceUs },
    { name: 'Detection', atUs: firstPageUs(facts) },
    { name: 'The first response', atUs: incident.acknowledgedUs },
    { name: 'Mitigation', atUs: incident.mitigatedUs ?? (outcome.recoveredUs === null ? null : outcome.recoveredUs) },
    { name: 'The end', atUs: incident.resolvedUs ?? outcome.recoveredUs },
  ];
}
