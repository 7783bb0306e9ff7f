import type { Command, LoggedCommand, Observation } from '../contract/commands.ts';
import type { HarmFrame } from '../contract/frame.ts';
import type { Cancellation } from '../contract/ports.ts';
import { MICROS_PER_SECOND } from '../contract/time.ts';
import type { Micros } from '../contract/time.ts';
import type { ForkOutcome } from '../contract/write-up-port.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import type { TruthModel } from '../scenario/model/truth.ts';
import type { Outcome, Session } from '../session/session-api.ts';

/** A fresh session of the same scenario and seed, at the moment play begins. */
export type SessionFactory = () => Session;

/** Runs a terminal line in a session at its present instant; it may move time on while the line waits. */
export type IntentRunner = (session: Session, line: string) => Promise<void>;

/** One thing done in a fork: a resolved command, or a line that is resolved anew in the fork's own world. */
export type ForkStep =
  | { readonly atUs: Micros; readonly kind: 'command'; readonly command: Command; readonly actor: string; readonly intent?: string }
  | { readonly atUs: Micros; readonly kind: 'line'; readonly line: string }
  | { readonly atUs: Micros; readonly kind: 'look'; readonly seen: Observation };

export interface ForkPlan {
  readonly id: ForkOutcome['id'];
  readonly title: string;
  readonly steps: readonly ForkStep[];
}

/** Harm so far, at one moment of a fork. */
export interface HarmSample {
  readonly atUs: Micros;
  readonly harm: HarmFrame;
}

export interface ForkRun {
  readonly plan: ForkPlan;
  readonly outcome: Outcome;
  /** One a slice, ascending. */
  readonly harm: readonly HarmSample[];
  readonly shown: ForkOutcome;
  readonly session: Session;
}

export interface ForkOptions {
  readonly create: SessionFactory;
  readonly runIntent: IntentRunner;
  /** Absolute simulated time to run to: the same for every fork that is compared. */
  readonly untilUs: Micros;
  /** SLI whose users the ribbon shows; the worst hit of this run when absent. */
  readonly sli?: string;
  /** Simulated time between two looks at progress and cancellation. Default 30 s. */
  readonly sliceUs?: Micros;
  /** 0…1, after every slice. */
  readonly onProgress?: (ratio: number) => void;
  /** Lets the host breathe between slices (a macrotask in a worker); resolves when to go on. */
  readonly breathe?: () => Promise<void>;
  readonly cancel?: Cancellation;
  /** Called once on the way, when the session has come to that moment. */
  readonly stopAt?: { readonly atUs: Micros; readonly call: (session: Session) => void };
}

export const DO_NOTHING: ForkPlan = { id: 'nothing', title: 'Do nothing', steps: [] };

/** The scenario's good response. @param playStartUs its times count from there */
export function referencePlan(truth: TruthModel, playStartUs: Micros): ForkPlan {
  return {
    id: 'reference',
    title: 'Reference response',
    steps: truth.reference.map((action) => ({ atUs: playStartUs + action.atUs, kind: 'line', line: action.sh })),
  };
}

/** What the player did and looked at, replayed as logged; goes on to the end all forks are compared at. */
export function ownPlan(scenario: ScenarioModel, commands: readonly LoggedCommand[], observations: readonly Observation[]): ForkPlan {
  const background = new Set(['scenario', ...scenario.timeline.map((entry) => entry.actor)]);
  const done = commands
    .filter((entry) => !background.has(entry.actor))
    .map((entry): ForkStep => ({ atUs: entry.atUs, kind: 'command', command: entry.command, actor: entry.actor, intent: entry.intent }));
  const looked = observations.map((seen): ForkStep => ({ atUs: seen.atUs, kind: 'look', seen }));
  return { id: 'you', title: 'What you did', steps: [...done, ...looked] };
}

const SLICE_US = 30 * MICROS_PER_SECOND;
const RIBBON_STEP_US = 15 * MICROS_PER_SECOND;

/** Runs one fork to the end. Null when cancelled. Rejects when a line cannot be run. */
export async function runFork(plan: ForkPlan, options: ForkOptions): Promise<ForkRun | null> {
  const session = options.create(),
    fromUs = session.nowUs,
    sliceUs = options.sliceUs ?? SLICE_US;
  const harm: HarmSample[] = [{ atUs: fromUs, harm: session.outcome().harm }];
  let stopped = options.stopAt === undefined;
  const advanceTo = async (untilUs: Micros): Promise<boolean> => {
    while (session.nowUs < untilUs) {
      if (options.cancel?.aborted === true) return false;
      const gridUs = fromUs + (Math.floor((session.nowUs - fromUs) / sliceUs) + 1) * sliceUs;
      const stopUs = stopped ? untilUs : Math.max(session.nowUs, options.stopAt?.atUs ?? untilUs);
      session.advance(Math.min(untilUs, gridUs, stopUs));
      if (!stopped && session.nowUs >= (options.stopAt?.atUs ?? 0)) {
        stopped = true;
        options.stopAt?.call(session);
      }
      if (session.nowUs !== gridUs && session.nowUs !== options.untilUs) continue;
      harm.push({ atUs: session.nowUs, harm: session.outcome().harm });
      options.onProgress?.((session.nowUs - fromUs) / Math.max(1, options.untilUs - fromUs));
      await options.breathe?.();
    }
    return options.cancel?.aborted !== true;
  };
  for (const step of inOrder(plan.steps)) {
    if (step.atUs > options.untilUs) break;
    if (!(await advanceTo(step.atUs))) return null;
    if (step.kind === 'command') session.execute(step.command, step.actor, step.intent);
    else if (step.kind === 'look') session.observe(step.seen.kind, step.seen.what, step.seen.actor);
    else await options.runIntent(session, step.line);
  }
  if (!(await advanceTo(options.untilUs))) return null;
  const outcome = session.outcome();
  return { plan, outcome, harm, session, shown: shownOutcome(plan, session, outcome, fromUs, options) };
}

/** By time; steps of one instant stay in the order given. */
function inOrder(steps: readonly ForkStep[]): ForkStep[] {
  return steps
    .map((step, index) => ({ step, index }))
    .sort((a, b) => a.step.atUs - b.step.atUs || a.index - b.index)
    .map(({ step }) => step);
}

function shownOutcome(plan: ForkPlan, session: Session, outcome: Outcome, fromUs: Micros, options: ForkOptions): ForkOutcome {
  const sli = options.sli ?? worstSli(outcome);
  return {
    id: plan.id,
    title: plan.title,
    actions: actionsShown(plan),
    ribbon: sli === null ? { stepUs: RIBBON_STEP_US, fromUs, goodRatio: [] } : session.ribbon(sli, fromUs, session.nowUs, RIBBON_STEP_US),
    harm: outcome.harm,
    hurtSinceUs: outcome.hurtSinceUs,
    recoveredUs: outcome.recoveredUs,
  };
}

/** Commands of one typed line are one action. */
function actionsShown(plan: ForkPlan): ForkOutcome['actions'] {
  const shown: { atUs: Micros; what: string }[] = [];
  for (const step of plan.steps) {
    if (step.kind === 'look') continue;
    const what = step.kind === 'line' ? step.line : (step.intent ?? step.command.kind),
      last = shown.at(-1);
    if (last === undefined || last.what !== what || step.atUs - last.atUs > MICROS_PER_SECOND) shown.push({ atUs: step.atUs, what });
  }
  return shown;
}

/** Name of the SLI with the most bad actions; null when all were good. */
export function worstSli(outcome: Outcome): string | null {
  let worst: string | null = null,
    most = 0;
  for (const slo of outcome.slos) {
    if (slo.total - slo.good > most) {
      worst = slo.name;
      most = slo.total - slo.good;
    }
  }
  return worst;
}
