import { MICROS_PER_SECOND, type Micros } from '../../contract/time.ts';
import type { Session } from '../../session/session-api.ts';
import { createShell } from '../../shell/shell.ts';
import type { PlannedAction } from '../do-file.ts';
import { HeadlessClock } from './clock.ts';
import { createSessionPort } from './session-port.ts';

/** What came of one planned action. */
export interface PerformedAction {
  /** Since play began. */
  readonly atUs: Micros;
  readonly actor: string;
  /** The shell line, or the kind of a command given directly. */
  readonly what: { readonly sh: string } | { readonly command: string };
  /** As a shell's; 1 for a refused command, 130 when the run ended first. */
  readonly exitCode: number;
  /** Why the fleet said no. */
  readonly refused?: string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HeadlessRun {
  readonly session: Session;
  readonly clock: HeadlessClock;
  readonly actions: readonly PerformedAction[];
}

const PROGRESS_STEP_US = 10 * MICROS_PER_SECOND;
/** Exit code of a line that was still at work when the run ended. */
export const ENDED_BY_RUN = 130;

/**
 * Plays from the first simulated instant (warm-up included) to `untilUs` after play began, doing `plan` on the way. Every shell line has
 * a terminal of its own, so one that waits (`rollout status`) does not hold up the next.
 */
export async function playHeadless(
  session: Session,
  plan: readonly PlannedAction[],
  untilUs: Micros,
  onProgress: (ratio: number, nowUs: Micros) => void = () => undefined,
): Promise<HeadlessRun> {
  const { playStartUs } = session.epoch;
  const endUs = playStartUs + untilUs;
  const clock = new HeadlessClock(session);
  const advance = (toUs: Micros): Promise<void> => clock.advance(toUs, PROGRESS_STEP_US, (nowUs) => onProgress(nowUs / endUs, nowUs));
  const actions: Promise<PerformedAction>[] = [];
  const ended = new AbortController();

  for (const action of plan) {
    if (action.atUs > untilUs) break;
    await advance(playStartUs + action.atUs);
    actions.push('sh' in action ? performLine(session, clock, action, ended.signal) : Promise.resolve(performCommand(session, action)));
    await clock.allWaiting();
  }
  await advance(endUs);
  ended.abort();
  return { session, clock, actions: await Promise.all(actions) };
}

function performCommand(session: Session, action: Extract<PlannedAction, { command: unknown }>): PerformedAction {
  const { atUs, actor, command } = action;
  const result = session.execute(command, actor);
  const done = { atUs, actor, what: { command: command.kind }, stdout: '', stderr: '' };
  return result.ok ? { ...done, exitCode: 0 } : { ...done, exitCode: 1, refused: result.refusal.message };
}

async function performLine(
  session: Session,
  clock: HeadlessClock,
  action: Extract<PlannedAction, { sh: string }>,
  cancel: AbortSignal,
): Promise<PerformedAction> {
  const { atUs, actor, sh } = action;
  const port = createSessionPort(session, clock, actor);
  const refusals: string[] = [];
  const noting = {
    ...port,
    async execute(...args: Parameters<typeof port.execute>) {
      const result = await port.execute(...args);
      if (!result.ok) refusals.push(result.refusal.message);
      return result;
    },
  };
  const result = await clock.run(() => createShell(noting).exec(sh, { cancel }));
  const refused = refusals.length > 0 ? { refused: refusals.join('\n') } : {};
  return { atUs, actor, what: { sh }, stdout: result.stdout, stderr: result.stderr, exitCode: cancel.aborted ? ENDED_BY_RUN : result.exitCode, ...refused };
}
