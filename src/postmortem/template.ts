import { logTimeline } from './log-timeline.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { firstPageUs } from '../session/run-facts.ts';
import { clockOf, dateOf, spanOf } from '../contract/utc-time.ts';

/** A figure of the run that the writer may insert. */
export interface ImpactFigure {
  readonly label: string;
  /** Ready to stand in a sentence. */
  readonly text: string;
}

/** What users felt, as figures; the writer decides which belong in the text. */
export function impactFigures(facts: RunFacts): ImpactFigure[] {
  const { outcome, epoch } = facts,
    figures: ImpactFigure[] = [];
  const add = (label: string, text: string): void => void figures.push({ label, text });
  if (outcome.hurtSinceUs !== null) add('Start', `${clockOf(epoch, outcome.hurtSinceUs)} UTC`);
  if (outcome.recoveredUs !== null) add('End', `${clockOf(epoch, outcome.recoveredUs)} UTC`);
  if (outcome.hurtSinceUs !== null && outcome.recoveredUs !== null) add('Duration', spanOf(outcome.recoveredUs - outcome.hurtSinceUs));
  const page = firstPageUs(facts);
  if (page !== null && outcome.hurtSinceUs !== null && page >= outcome.hurtSinceUs) add('Onset to first page', spanOf(page - outcome.hurtSinceUs));
  add('Failed user actions', groups(outcome.harm.failedRequests));
  add('Slow user actions', groups(outcome.harm.slowRequests));
  add('Bad seconds', groups(outcome.harm.badSeconds));
  if (outcome.writes !== null && outcome.writes.lost + outcome.writes.conflicting > 0)
    add('Database writes', `${groups(outcome.writes.lost)} lost, ${groups(outcome.writes.conflicting)} in conflict`);
  for (const slo of outcome.slos) {
    const bad = slo.total - slo.good;
    if (slo.total === 0 || bad === 0) continue;
    add(slo.name, `${groups(bad)} of ${groups(slo.total)} bad (${percent(bad / slo.total)}), ${percent(slo.budgetSpent)} of the error budget`);
  }
  return figures;
}

function groups(value: number): string {
  return `${Math.round(value)}`.replace(/\B(?=(\d{3})+$)/g, ',');
}

function percent(ratio: number): string {
  const value = ratio * 100;
  return `${value >= 10 ? Math.round(value) : Math.round(value * 100) / 100}%`;
}

/** The prefilled document: sections, and the timeline from the log. What happened and why is left to the writer. */
export function template(facts: RunFacts): string {
  const rows = logTimeline(facts).map((entry) => `| ${clockOf(facts.epoch, entry.atUs)} | ${entry.text.replace(/\|/g, '\\|').replace(/\s+/g, ' ')} |`);
  const figures = impactFigures(facts).map((figure) => `- ${figure.label}: ${figure.text}`);
  return `# ${facts.title}, ${dateOf(facts.epoch, facts.endUs)}

${facts.incidentId} · all times UTC

## Summary

<!-- Up to five sentences: what, when, how long, who was affected, how it ended. -->

## Impact

<!-- Who could not do what, from when to when, how many. Figures of this run:
${figures.join('\n')}
-->

## Timeline

| Time (UTC) | What happened |
|---|---|
${rows.join('\n')}

## Root cause

<!-- What set it off, what that did, and what that did in turn. Say how you know: link the evidence. -->

## Contributing factors

<!-- Conditions that were there before and let it happen, or let it last. -->

## Detection

<!-- Who or what noticed, how long after onset, which signal would have shown it sooner. -->

## Response

<!-- What stopped the harm, what fixed it, and what was tried without success. -->

## What went well

## What went poorly

## Where we got lucky

## Action items

<!-- Three to eight. Type: prevent, detect, mitigate or process. Owner: a role. Done when: what a stranger could check on the due date. -->

| Action | Type | Effort | Owner role | Due | Done when |
|---|---|---|---|---|---|
`;
}
