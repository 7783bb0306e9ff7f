import { splitCauseMap } from '../contract/cause-map-block.ts';
import type { PostmortemScore, ResponseScore, ScorePart } from '../contract/postmortem.ts';
import type { Recording } from '../contract/recording.ts';
import { MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../contract/time.ts';
import { responseScore } from '../debrief/response-score.ts';
import type { ForkPlan, ForkRun, IntentRunner } from '../debrief/run-forks.ts';
import { DO_NOTHING, ownPlan, referencePlan, runFork } from '../debrief/run-forks.ts';
import { gradePostmortem } from '../postmortem/grade-postmortem.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { runFacts } from '../session/run-facts.ts';
import { createSession } from '../session/session.ts';
import type { Session } from '../session/session-api.ts';
import { createShell } from '../shell/shell.ts';
import { HeadlessClock } from './headless/clock.ts';
import { createSessionPort } from './headless/session-port.ts';
import { createProgressLine } from './progress-line.ts';
import { UsageError } from './usage-error.ts';

export interface RunScore {
  readonly scenario: string;
  readonly seed: number;
  readonly postmortem: PostmortemScore;
  readonly response: ResponseScore;
  /** User actions failed or slow in each run, to the same moment. */
  readonly forks: readonly {
    readonly id: string;
    readonly failedRequests: number;
    readonly slowRequests: number;
    readonly badSeconds: number;
    readonly recoveredAt: number | null;
  }[];
}

/** Replays the run, and beside it the same seed with nothing done and with the reference response, then grades document and response. */
export async function scoreRun(scenario: ScenarioModel, recording: Recording, markdown: string): Promise<RunScore> {
  const progress = createProgressLine();
  let facts: RunFacts | null = null;
  const first = createSession(scenario, recording.seed),
    { playStartUs } = first.epoch;
  const untilUs = Math.max(recording.untilUs, playStartUs + scenario.minutes * MICROS_PER_MINUTE);
  const own = ownPlan(scenario, recording.commands, recording.observations);
  const run = async (plan: ForkPlan, number: number): Promise<ForkRun> => {
    const stopAt = plan === own ? { atUs: recording.untilUs, call: (session: Session) => void (facts = runFacts(session)) } : undefined;
    const fork = await runFork(plan, {
      create: () => (plan === own ? first : createSession(scenario, recording.seed)),
      runIntent: runLine,
      untilUs,
      stopAt,
      onProgress: (ratio) => progress.show((number + ratio) / 3, plan.title),
    });
    if (fork === null) throw new Error(`${plan.title}: stopped`);
    return fork;
  };
  const mine = await run(own, 0),
    nothing = await run(DO_NOTHING, 1),
    reference = await run(referencePlan(scenario.truth, playStartUs), 2);
  progress.clear();
  if (facts === null) throw new UsageError('score: the recording ends before play begins');
  const harmOf = (fork: ForkRun) => ({ harm: fork.outcome.harm, samples: fork.harm, writes: fork.outcome.writes });
  return {
    scenario: scenario.id,
    seed: recording.seed,
    postmortem: gradePostmortem(splitCauseMap(markdown), scenario.truth, facts),
    response: responseScore(runFacts(mine.session), harmOf(mine), harmOf(nothing), harmOf(reference)),
    forks: [mine, nothing, reference].map((fork) => ({
      id: fork.plan.id,
      ...fork.outcome.harm,
      recoveredAt: fork.outcome.recoveredUs === null ? null : (fork.outcome.recoveredUs - playStartUs) / MICROS_PER_SECOND,
    })),
  };
}

/** A line of the reference response, typed into a terminal of its own. */
const runLine: IntentRunner = async (session, line) => {
  const clock = new HeadlessClock(session);
  const job = clock.run(() => createShell(createSessionPort(session, clock, 'reference')).exec(line));
  const result = await clock.finish(job, MICROS_PER_SECOND);
  if (result.exitCode !== 0) throw new UsageError(`reference response: ${line}: exit code ${result.exitCode}: ${result.stderr.trim()}`);
};

/** For reading: every part with its reasons. */
export function describeScore(result: RunScore): string {
  const part = (entry: ScorePart): string =>
    `  ${entry.title}: ${entry.points} of ${entry.outOf}\n${entry.reasons.map((reason) => `    ${{ earned: '+', lost: '-', note: ' ' }[reason.verdict]} ${reason.text}${reason.quote === undefined ? '' : ` “${reason.quote}”`}\n`).join('')}`;
  const { postmortem, response } = result;
  return `Postmortem ${postmortem.total} of 100, ${postmortem.label}\n${postmortem.parts.map(part).join('')}\nResponse ${response.total} of 100\n${response.parts.map(part).join('')}`;
}
