import type { Command } from '../contract/commands.ts';
import type { HarmFrame } from '../contract/frame.ts';
import type { Cancellation } from '../contract/ports.ts';
import { MICROS_PER_SECOND } from '../contract/time.ts';
import type { Micros } from '../contract/time.ts';
import type { ForkOutcome } from '../contract/write-up-port.ts';
import type { TruthModel } from '../scenario/model/truth.ts';
import type { Outcome, Session } from '../session/session-api.ts';

/** A fresh session of the same scenario and seed, at the moment play begins. */
export type SessionFactory = () => Session;

/** Runs a terminal line in a session at its present instant; it may move time on while the line waits. */
export type IntentRunner = (session: Session, line: string) => Promise<void>;

/** One thing done in a fork: a resolved command, or a line that is resolved anew in the fork's own world. */
export type ForkStep =
  | { readonly atUs: Micros; readonly kind: 'command'; readonly command: Command; readonly actor: string; readonly intent?: string }
  | { readonly atUs: Micros; readonly kind: 'line'; readonly line: string };

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

/** What the player did, replayed as logged and carried on to the end all forks are compared at. */
export function ownPlan(session: Session): ForkPlan {
  const background = new Set(['scenario', ...session.scenario.timeline.map((entry) => entry.actor)]);
  const steps = session
    .commands()
    .filter((entry) => !background.has(entry.actor))
    .map((entry): ForkStep => ({ atUs: entry.atUs, kind: 'command', command: entry.command, actor: entry.actor, intent: entry.intent }));
  return { id: 'you', title: 'What you did', steps };
}

const SLICE_US = 30 * MICROS_PER_SECOND;
const RIBBON_STEP_US = 15 * MICROS_PER_SECOND;

/** Runs one fork to the end. Null when cancelled. Rejects when a line cannot be run. */
export async function runFork(plan: ForkPlan, options: ForkOptions): Promise<ForkRun | null> {
  const session = options.create(),
    fromUs = session.nowUs,
    sliceUs = options.sliceUs ?? SLICE_US;
  const harm: HarmSample[] = [{ atUs: fromUs, harm: session.outcome().harm }];
  const advanceTo = async (untilUs: Micros): Promise<boolean> => {
    while (session.nowUs < untilUs) {
      if (options.cancel?.aborted === true) return false;
      const next = harm[harm.length - 1].atUs + sliceUs;
      session.advance(Math.min(untilUs, Math.max(next, session.nowUs + 1)));
      if (session.nowUs >= next || session.nowUs >= options.untilUs) {
        harm.push({ atUs: session.nowUs, harm: session.outcome().harm });
        options.onProgress?.((session.nowUs - fromUs) / Math.max(1, options.untilUs - fromUs));
        await options.breathe?.();
      }
    }
    return options.cancel?.aborted !== true;
  };
  for (const step of [...plan.steps].sort((a, b) => a.atUs - b.atUs)) {
    if (step.atUs > options.untilUs) break;
    if (!(await advanceTo(step.atUs))) return null;
    if (step.kind === 'command') session.execute(step.command, step.actor, step.intent);
    else await options.runIntent(session, step.line);
  }
  if (!(await advanceTo(options.untilUs))) return null;
  const outcome = session.outcome();
  return { plan, outcome, harm, session, shown: shownOutcome(plan, session, outcome, fromUs, options) };
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
