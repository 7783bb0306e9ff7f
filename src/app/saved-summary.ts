import type { Session } from '../session/session-api.ts';
import { letterChanges } from '../stores/change-letters.ts';
import type { BestRun, SavedPlay } from '../stores/saved-play.ts';
import { worstSli } from '../stores/what-hurts.ts';

const STEP_US = 30e6;
const WINDOW_US = 45 * 60e6;

/** What the home page may show of a play: only what the player saw. */
export function summaryOf(session: Session, savedAtMs: number): SavedPlay {
  const frame = session.frame({ playing: false, speed: 1, achievedSpeed: 0 });
  const sli = worstSli(frame.slis);
  return {
    scenarioId: session.scenario.id,
    seed: session.seed,
    savedAtMs,
    atUnixMs: session.epoch.startUnixMs + session.nowUs / 1000,
    elapsedUs: session.nowUs - session.epoch.playStartUs,
    severity: frame.incident.severity,
    resolved: frame.incident.resolvedUs !== null,
    openHypotheses: frame.incident.hypotheses.filter((entry) => entry.state === 'open').length,
    hurts: sli && { noun: sli.noun, kind: sli.kind, badRatio: sli.badRatio, objective: sli.objective, breached: sli.breached },
    startUnixMs: session.epoch.startUnixMs,
    ribbon: session.ribbon(sli?.name ?? '', Math.max(0, session.nowUs - WINDOW_US), session.nowUs, STEP_US),
    changes: letterChanges(frame.changes).map(({ atUs, letter }) => ({ atUs, letter })),
  };
}

/** A graded run as the catalogue's thumbnail shows it. */
export function bestOf(session: Session, total: number): BestRun {
  const frame = session.frame({ playing: false, speed: 1, achievedSpeed: 0 });
  const hurt = [...session.outcome().slos].sort((a, b) => b.badSeconds - a.badSeconds)[0];
  const sli = frame.slis.find((entry) => entry.name === hurt?.name) ?? frame.slis[0];
  const { playStartUs } = session.epoch;
  return {
    scenarioId: session.scenario.id,
    total,
    objective: sli?.objective ?? 0.999,
    ribbon: session.ribbon(sli?.name ?? '', Math.max(0, playStartUs - 300e6), session.nowUs, STEP_US),
  };
}
