import type { ScenarioCase } from '../../scenario/schema/case-file.ts';
import { formatDuration } from '../../scenario/schema/quantity.ts';
import { type CaseOutcome, harmOf } from './case-outcome.ts';

/** What a case expected and didn't get, a sentence each; empty when all is as expected. `others` are the outcomes of all cases on the same seed. */
export function judgeCase(wanted: ScenarioCase, outcome: CaseOutcome, others: readonly CaseOutcome[]): string[] {
  const { expect } = wanted;
  return [
    ...outcome.actions.filter((action) => action.exitCode !== 0).map((action) => `"${action.what}" ended with exit code ${action.exitCode}: ${action.said}`),
    ...expect.breaksSlo.flatMap((name) => brokenSlo(outcome, name)),
    ...expect.keepsSlo.flatMap((name) => keptSlo(outcome, name)),
    ...recovery(wanted, outcome),
    ...comparisons(wanted, outcome, others),
    ...expect.fires.filter((name) => !outcome.fired.includes(name)).map((name) => `alert ${name} did not fire; fired: ${outcome.fired.join(', ') || 'none'}`),
    ...expect.shows.flatMap((reading, i) => outOfBounds(reading, outcome.readings[i] ?? null)),
    ...expect.logs.flatMap((line, i) => (outcome.logsFound[i] === true ? [] : [`no line of ${line.service} contains "${line.contains}"`])),
    ...miscounted('writes lost', expect.lostWrites, outcome.writes?.lost),
    ...miscounted('writes in conflict', expect.conflictingWrites, outcome.writes?.conflicting),
    ...miscounted('records lost', expect.lostRecords, outcome.lostRecords ?? undefined),
  ];
}

function brokenSlo(outcome: CaseOutcome, name: string): string[] {
  const slo = outcome.slos.find((candidate) => candidate.name === name);
  if (slo !== undefined && slo.badSeconds > 0 && slo.good / slo.total < slo.objective) return [];
  return [`SLO ${name} was not broken: ${slo === undefined ? 'no such SLO' : `${slo.badSeconds} bad seconds, ${slo.good} of ${slo.total} good`}`];
}

function keptSlo(outcome: CaseOutcome, name: string): string[] {
  const slo = outcome.slos.find((candidate) => candidate.name === name);
  return slo?.badSeconds === 0 ? [] : [`SLO ${name} had ${slo?.badSeconds ?? 'no'} bad seconds; expected 0`];
}

function recovery(wanted: ScenarioCase, outcome: CaseOutcome): string[] {
  const { recoversWithin, doesNotRecover } = wanted.expect;
  const recoveredAt = outcome.recoveredAt;
  if (doesNotRecover === true) {
    if (outcome.hurtSince === null) return ['users were never hurt, so there was nothing to recover from'];
    return recoveredAt === null ? [] : [`users were well again at ${seconds(recoveredAt)}; expected no recovery`];
  }
  if (recoversWithin === undefined) return [];
  if (recoveredAt === null) return [outcome.hurtSince === null ? 'users were never hurt, so nothing recovered' : 'users were still hurt at the end'];
  const firstAction = wanted.do.reduce((first, action) => Math.min(first, action.atUs), Number.POSITIVE_INFINITY) / 1e6;
  const from = Number.isFinite(firstAction) ? firstAction : 0;
  const took = recoveredAt - from;
  return took * 1e6 <= recoversWithin ? [] : [`recovery took ${seconds(took)} from the first action; expected at most ${formatDuration(recoversWithin)}`];
}

function comparisons(wanted: ScenarioCase, outcome: CaseOutcome, others: readonly CaseOutcome[]): string[] {
  const { harmAtLeast, harmAtMost, harmWithin } = wanted.expect;
  const harm = harmOf(outcome);
  const harmIn = (name: string): number => others.filter((other) => other.name === name).reduce((_, other) => harmOf(other), 0);
  const remarks: string[] = [];
  if (harmAtLeast !== undefined && !(harm >= harmAtLeast.times * harmIn(harmAtLeast.of))) {
    remarks.push(`${harm} users hurt is ${ratio(harm, harmIn(harmAtLeast.of))} times "${harmAtLeast.of}"; expected at least ${harmAtLeast.times}`);
  }
  if (harmAtMost !== undefined && !(harm <= harmAtMost.times * harmIn(harmAtMost.of))) {
    remarks.push(`${harm} users hurt is ${ratio(harm, harmIn(harmAtMost.of))} times "${harmAtMost.of}"; expected at most ${harmAtMost.times}`);
  }
  if (harmWithin !== undefined && !(Math.abs(harm - harmIn(harmWithin.of)) <= harmWithin.ratio * harmIn(harmWithin.of))) {
    remarks.push(`${harm} users hurt is ${ratio(harm, harmIn(harmWithin.of))} times "${harmWithin.of}"; expected 1 ± ${harmWithin.ratio}`);
  }
  return remarks;
}

function outOfBounds(reading: ScenarioCase['expect']['shows'][number], value: number | null): string[] {
  if (value === null) return [`${reading.expr} at ${formatDuration(reading.at)} did not yield one number`];
  const low = reading.atLeast !== undefined && !(value >= reading.atLeast);
  const high = reading.atMost !== undefined && !(value <= reading.atMost);
  if (!low && !high) return [];
  return [`${reading.expr} at ${formatDuration(reading.at)} is ${value}; expected ${low ? `at least ${reading.atLeast}` : `at most ${reading.atMost}`}`];
}

function miscounted(what: string, bounds: ScenarioCase['expect']['lostWrites'], count: number | undefined): string[] {
  if (bounds === undefined) return [];
  if (count === undefined) return [`${what} are counted where a fleet has ${what.startsWith('writes') ? 'a replicated database' : 'Kafka'}; this one has none`];
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = bounds;
  return count >= atLeast && count <= atMost ? [] : [`${count} ${what}; expected ${count < atLeast ? `at least ${atLeast}` : `at most ${atMost}`}`];
}

function ratio(harm: number, other: number): string {
  return other === 0 ? '∞' : (harm / other).toFixed(3);
}

function seconds(amount: number): string {
  return formatDuration(Math.round(amount * 10) * 100_000);
}
