import type { Observation } from '../contract/commands.ts';
import type { ChangeRecord } from '../contract/records.ts';
import { MICROS_PER_SECOND, microsOf, unixMsOf } from '../contract/time.ts';
import type { Micros } from '../contract/time.ts';
import type { Story, StoryLane } from '../contract/write-up-port.ts';
import type { RedHerringModel, TruthClaimModel } from '../scenario/model/truth.ts';
import type { Session } from '../session/session-api.ts';
import { worstSli } from './run-forks.ts';
import { storyActions } from './story-actions.ts';

const STEP_MS = 15_000;

/** What really happened, when each part of it could first be seen, and when somebody looked there. */
export function causalStory(session: Session, hurtful: (what: string, atUs: Micros) => boolean = () => false): Story {
  const { truth, fleet } = session.scenario,
    outcome = session.outcome();
  const changes = session.changes(),
    observations = session.observations();
  const sli = worstSli(outcome),
    noun = fleet.slos.find((slo) => slo.name === sli)?.noun ?? fleet.slos[0]?.noun ?? 'requests';
  const lanes = [
    ...truth.claims.map((claim) => claimLane(session, claim, changes, observations, outcome.hurtSinceUs ?? session.nowUs)),
    ...truth.redHerrings.map((herring) => herringLane(herring, changes)),
  ];
  return { markdown: truth.story, noun, lanes, edges: truth.edges, actions: storyActions(session, hurtful) };
}

function claimLane(
  session: Session,
  claim: TruthClaimModel,
  changes: readonly ChangeRecord[],
  observations: readonly Observation[],
  onsetUs: Micros,
): StoryLane {
  const base = { id: claim.id, role: claim.role, component: claim.component, title: claim.title };
  if (claim.seenBy === undefined)
    return claim.role === 'trigger' ? { ...base, ...changeSpan(claim.component, changes, observations, onsetUs) } : { ...base, ...UNTOLD };
  const seen = seenSpan(session, claim.seenBy.expr);
  if (seen === null) return { ...base, ...UNTOLD };
  const words = claim.seenBy.looks.map((word) => word.toLowerCase());
  const look = observations.find((entry) => entry.atUs >= seen.fromUs && words.some((word) => entry.what.toLowerCase().includes(word)));
  return {
    ...base,
    fromUs: seen.fromUs,
    toUs: seen.toUs,
    visible: { atUs: seen.fromUs, where: claim.seenBy.where },
    looked: look === undefined ? null : { atUs: look.atUs, where: look.what },
  };
}

const UNTOLD = { fromUs: null, toUs: null, visible: null, looked: null } as const;

/** First and last moment at which the expression yields a sample; `toUs` null when it still does at the end. */
function seenSpan(session: Session, expr: string): { fromUs: Micros; toUs: Micros | null } | null {
  const endMs = unixMsOf(session.epoch, session.nowUs),
    fromMs = session.epoch.startUnixMs + STEP_MS;
  const answer = session.queryRange(expr, fromMs, endMs, STEP_MS);
  if (answer.status !== 'success' || answer.data.resultType !== 'matrix') return null;
  const times = answer.data.result.flatMap((series) => series.values.map(([seconds]) => seconds * 1000));
  if (times.length === 0) return null;
  const lastMs = Math.max(...times);
  return { fromUs: microsOf(session.epoch, Math.min(...times)), toUs: lastMs >= endMs - 2 * STEP_MS ? null : microsOf(session.epoch, lastMs) };
}

/** A trigger that is a change: from the last change of that component before users were hurt until the next one after it. */
function changeSpan(
  component: string,
  changes: readonly ChangeRecord[],
  observations: readonly Observation[],
  onsetUs: Micros,
): Pick<StoryLane, 'fromUs' | 'toUs' | 'visible' | 'looked'> {
  const own = changes.filter(
    (change) => change.subject === component && (change.kind === 'deploy' || change.kind === 'config' || change.kind === 'flag' || change.kind === 'migration'),
  );
  const began = own.filter((change) => change.atUs <= onsetUs).at(-1);
  if (began === undefined) return UNTOLD;
  const ended = own.find((change) => change.atUs > began.atUs);
  const look = observations.find(
    (entry) => entry.atUs >= began.atUs && (entry.kind === 'changes' || /rollout history|describe deploy|get (?:rs|replicasets?)/.test(entry.what)),
  );
  return {
    fromUs: began.atUs,
    toUs: ended?.atUs ?? null,
    visible: { atUs: began.atUs, where: 'change feed' },
    looked: look === undefined ? null : { atUs: look.atUs, where: look.what },
  };
}

/** A red herring shows in the change feed, if anywhere, in the words the scenario has for it. */
function herringLane(herring: RedHerringModel, changes: readonly ChangeRecord[]): StoryLane {
  const names = herring.says.flatMap((way) => way[0]).map((word) => word.replace(/^(?:=|not )/, '').toLowerCase());
  const change = changes.find((entry) => names.some((word) => `${entry.title} ${entry.detail}`.toLowerCase().includes(word)));
  return {
    id: herring.id,
    role: 'red-herring',
    component: herring.component,
    title: herring.title,
    fromUs: change?.atUs ?? null,
    toUs: change === undefined ? null : change.atUs + MICROS_PER_SECOND * 60,
    visible: null,
    looked: null,
  };
}
