import { MICROS_PER_SECOND, type Micros, unixMsOf } from '../../contract/time.ts';
import type { QueryAnswer } from '../../contract/ports.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import type { CaseFile, ScenarioCase } from '../../scenario/schema/case-file.ts';
import { withoutNoise } from '../../scenario/without-noise.ts';
import { createSession } from '../../session/session.ts';
import type { Session } from '../../session/session-api.ts';
import type { PerformedAction } from '../headless/play.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { playTogether } from './shared-beginnings.ts';

/** What is expected of a case is read from figures, series and log lines. */
const NO_TRACES = { traces: false } as const;

/** Plays every case of a scenario on one seed. What cases have in common, the warm-up first of all, is played once and gone on from. */
export async function runCases(scenario: ScenarioModel, file: CaseFile, seed: number, onProgress: (ratio: number) => void): Promise<CaseOutcome[]> {
  const outcomes = new Map<ScenarioCase, CaseOutcome>();
  for (const without of ['noise', null] as const) {
    const cases = file.cases.filter((one) => (one.without ?? null) === without);
    if (cases.length === 0) continue;
    const model = without === 'noise' ? withoutNoise(scenario) : scenario;
    const session = createSession(model, seed, undefined, NO_TRACES);
    session.advance(session.epoch.playStartUs);
    const copyOf = (original: Session) => {
      const checkpoint = original.checkpoint();
      return () => createSession(model, seed, structuredClone(checkpoint), NO_TRACES);
    };
    const before = outcomes.size;
    await playTogether(
      session,
      cases.map((one) => ({ actions: one.do })),
      file.until,
      copyOf,
      (at, played) => outcomes.set(cases[at], outcomeOf(cases[at], played.session, played.actions)),
      (ratio) => onProgress((before + ratio * cases.length) / file.cases.length),
    );
  }
  return file.cases.map((one) => outcomes.get(one) as CaseOutcome);
}

function outcomeOf(one: ScenarioCase, session: Session, actions: readonly PerformedAction[]): CaseOutcome {
  const { harm, slos, hurtSinceUs, recoveredUs, alerts, writes, lostRecords } = session.outcome();
  const { playStartUs } = session.epoch;
  const sincePlay = (tUs: Micros | null): number | null => (tUs === null ? null : (tUs - playStartUs) / MICROS_PER_SECOND);
  return {
    name: one.name,
    seed: session.seed,
    failedActions: harm.failedRequests,
    slowActions: harm.slowRequests,
    badSeconds: harm.badSeconds,
    hurtSince: sincePlay(hurtSinceUs),
    recoveredAt: sincePlay(recoveredUs),
    slos: slos.map(({ name, objective, good, total, badSeconds }) => ({ name, objective, good, total, badSeconds })),
    fired: [...new Set(alerts.filter((alert) => alert.resolvedUs === null || alert.resolvedUs >= playStartUs).map((alert) => alert.name))].sort(),
    actions: actions.map((action) => ({
      at: action.atUs / MICROS_PER_SECOND,
      what: 'sh' in action.what ? action.what.sh : action.what.command,
      exitCode: action.exitCode,
      said: (action.refused ?? action.stderr).trim(),
    })),
    readings: one.expect.shows.map((reading) => oneNumber(session.query(reading.expr, unixMsOf(session.epoch, playStartUs + reading.at)))),
    logsFound: one.expect.logs.map(
      (line) => session.logs({ services: [line.service], text: line.contains, fromUs: playStartUs, limit: 1, take: 'oldest' }).length > 0,
    ),
    writes,
    lostRecords,
  };
}

function oneNumber(answer: QueryAnswer): number | null {
  if (answer.status === 'error') return null;
  const { data } = answer;
  if (data.resultType === 'scalar') return Number(data.result[1]);
  if (data.resultType !== 'vector' || data.result.length !== 1) return null;
  return Number(data.result[0].value[1]);
}
