import type { PostmortemDocument } from '../contract/postmortem.ts';
import type { Cancellation, Progress } from '../contract/ports.ts';
import type { Recording } from '../contract/recording.ts';
import { MICROS_PER_MINUTE } from '../contract/time.ts';
import type { Debrief, ForkOutcome, WriteUpPort } from '../contract/write-up-port.ts';
import { causalStory } from '../debrief/causal-story.ts';
import { gradeOwnHarm, ownHarm } from '../debrief/harm-score.ts';
import { type HarmOfRun, responseScore } from '../debrief/response-score.ts';
import { DO_NOTHING, type ForkPlan, type ForkRun, type IntentRunner, ownPlan, referencePlan, runFork } from '../debrief/run-forks.ts';
import { gradePostmortem } from '../postmortem/grade-postmortem.ts';
import { claimComponents, proposeClaims } from '../postmortem/propose-claims.ts';
import { proseFlags } from '../postmortem/prose-flags.ts';
import { template } from '../postmortem/template.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import type { Session } from '../session/session-api.ts';
import { actionsOf, type RunFacts, runFacts } from '../session/run-facts.ts';

/**
 * The side of the write-up that knows the truth. It gets what the run showed (`facts`, `recording`) with each question, so that it need not
 * share a worker with the running session, and answers nothing of the truth before `grade`.
 */
export interface WriteUpService extends Pick<WriteUpPort, 'components' | 'read' | 'remarks'> {
  template(facts: RunFacts): Promise<string>;
  grade(
    document: PostmortemDocument,
    facts: RunFacts,
    recording: Recording,
    onPart: (debrief: Debrief, progress: Progress | null) => void,
    cancel?: Cancellation,
  ): Promise<Debrief>;
}

export interface WriteUpServiceOptions {
  readonly scenario: ScenarioModel;
  /** A fresh session at the moment play begins. `onProgress` hears 0…1 while it warms up. */
  readonly create: (seed: number, onProgress: (ratio: number) => void) => Promise<Session>;
  readonly runIntent: IntentRunner;
  /** Resolves at the next turn of the host's loop, so that a cancellation can arrive. */
  readonly breathe: () => Promise<void>;
}

export function createWriteUpService(options: WriteUpServiceOptions): WriteUpService {
  const { scenario } = options;
  const { truth } = scenario;
  return {
    components: async () => claimComponents(scenario.fleet),
    template: async (facts) => template(facts),
    read: async (markdown) => proposeClaims(markdown, truth),
    remarks: async (markdown) => proseFlags(markdown),

    async grade(document, facts, recording, onPart, cancel) {
      let known: Debrief = { postmortem: gradePostmortem(document, truth, facts), response: null, story: null, forks: [] };
      const tell = (part: Partial<Debrief>, progress: Progress | null): void => {
        known = { ...known, ...part };
        onPart(known, progress);
      };
      const progressOf = (number: number, ratio: number, note: string): Progress => ({ stage: 'comparing', ratio: (number + ratio) / 3, note });
      tell({}, progressOf(0, 0, NOTES.you));

      const untilUs = Math.max(recording.untilUs, facts.epoch.playStartUs + scenario.minutes * MICROS_PER_MINUTE);
      const shown: ForkOutcome[] = [];
      let sli: string | undefined;
      const run = async (plan: ForkPlan, number: number): Promise<ForkRun | null> => {
        const session = await options.create(recording.seed, (ratio) =>
          tell({}, { ...progressOf(number, ratio * WARM_UP_SHARE, 'Warming up the same fleet'), stage: 'warming-up' }),
        );
        const fork = await runFork(plan, {
          create: () => session,
          runIntent: options.runIntent,
          untilUs,
          sli,
          cancel,
          breathe: options.breathe,
          onProgress: (ratio) => tell({}, progressOf(number, WARM_UP_SHARE + ratio * (1 - WARM_UP_SHARE), NOTES[plan.id])),
        });
        if (fork !== null) shown.push({ ...fork.shown, ribbon: ribbonOf(fork, sli ?? hardestHit(fork)) });
        return fork;
      };

      const mine = await run(ownPlan(scenario, recording.commands, recording.observations), 0);
      if (mine === null) return known;
      const own = harmOf(mine);
      sli = hardestHit(mine);
      tell({ forks: [...shown], story: causalStory(mine.session) }, progressOf(1, 0, NOTES.nothing));

      // Sessions are large: of each further run only the harm is kept.
      const nothing = await run(DO_NOTHING, 1).then((fork) => fork && harmOf(fork));
      if (nothing === null) return known;
      const blamed = ownHarm(own.samples, nothing.samples, actionsOf(runFacts(mine.session).commands));
      const hurt = gradeOwnHarm(blamed, nothing.harm, facts.epoch, null).points < 10 ? blamed.after : null;
      const story = causalStory(mine.session, (what, atUs) => hurt !== null && hurt.what === what && hurt.atUs === atUs);
      tell({ forks: [...shown], story }, progressOf(2, 0, NOTES.reference));

      const reference = await run(referencePlan(truth, facts.epoch.playStartUs), 2).then((fork) => fork && harmOf(fork));
      if (reference === null) return known;
      tell({ forks: [...shown], response: responseScore(facts, own, nothing, reference) }, null);
      return known;
    },
  };
}

const LEAD_US = 15 * MICROS_PER_MINUTE;

/** Of the time one run takes; only the first has to warm up. */
const WARM_UP_SHARE = 0.2;

const NOTES: Readonly<Record<ForkOutcome['id'], string>> = {
  you: 'Running your play again, to the end of the scenario',
  nothing: 'Running the same incident with nothing done',
  reference: 'Running the same incident with the reference response',
};

function harmOf(fork: ForkRun): HarmOfRun {
  return { harm: fork.outcome.harm, samples: fork.harm, writes: fork.outcome.writes };
}

/** The run's health with some minutes before play, so that the fall from 100% can be seen. */
function ribbonOf(fork: ForkRun, sli: string | undefined): ForkOutcome['ribbon'] {
  const { ribbon } = fork.shown;
  if (sli === undefined) return ribbon;
  const fromUs = Math.max(0, ribbon.fromUs - LEAD_US);
  return fork.session.ribbon(sli, fromUs, fork.session.nowUs, ribbon.stepUs);
}

/** All runs show the users who were hurt most in the real one. */
function hardestHit(mine: ForkRun): string | undefined {
  let name: string | undefined;
  let most = 0;
  for (const slo of mine.outcome.slos) {
    if (slo.total - slo.good <= most) continue;
    most = slo.total - slo.good;
    name = slo.name;
  }
  return name;
}
