import type { HarmFrame } from '../contract/frame.ts';
import type { ResponseScore } from '../contract/postmortem.ts';
import { actionsOf } from '../session/run-facts.ts';
import type { Outcome } from '../session/session-api.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { gradeCommunication } from './communication-score.ts';
import { gradeHarm, gradeOwnHarm, ownHarm } from './harm-score.ts';
import { gradeMethod } from './method-score.ts';
import type { HarmSample } from './run-forks.ts';
import { gradeTime } from './time-score.ts';

/** Harm of one run: at its end, and along the way. All runs that are compared end at the same simulated time. */
export interface HarmOfRun {
  readonly harm: HarmFrame;
  readonly samples: readonly HarmSample[];
  /** What promotions cost; null where no database is replicated. */
  readonly writes: Outcome['writes'];
}

/** The response: 40 harm to users, 10 harm of one's own, 15 time, 20 method, 15 communication. */
export function responseScore(facts: RunFacts, mine: HarmOfRun, nothing: HarmOfRun, reference: HarmOfRun): ResponseScore {
  const writes = mine.writes === null || reference.writes === null ? null : { mine: mine.writes, reference: reference.writes };
  const parts = [
    gradeHarm(mine.harm, nothing.harm, reference.harm),
    gradeOwnHarm(ownHarm(mine.samples, nothing.samples, actionsOf(facts.commands)), nothing.harm, facts.epoch, writes),
    gradeTime(facts),
    gradeMethod(facts),
    gradeCommunication(facts),
  ];
  return { total: Math.round(parts.reduce((sum, part) => sum + part.points, 0)), outOf: 100, parts };
}
