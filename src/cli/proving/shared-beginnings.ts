import type { Micros } from '../../contract/time.ts';
import type { Session } from '../../session/session-api.ts';
import type { PlannedAction } from '../do-file.ts';
import { ENDED_BY_RUN, type PerformedAction, playHeadless } from '../headless/play.ts';

/** One way to play a scenario. */
export interface Plan {
  /** In order of their times. */
  readonly actions: readonly PlannedAction[];
}

export interface Played {
  readonly session: Session;
  readonly actions: readonly PerformedAction[];
}

/**
 * Plays plans that begin alike together, up to the instant at which the first of them does something of its own, and goes on from a copy for each: most cases of a
 * scenario do nothing for minutes, and then what others do too.
 * @param session at the beginning of play; it is used up
 * @param copyOf a session that goes on from where the given one is
 * @param onEnd with each plan's number, in no order that means anything
 */
export async function playTogether(
  session: Session,
  plans: readonly Plan[],
  untilUs: Micros,
  copyOf: (session: Session) => () => Session,
  onEnd: (plan: number, played: Played) => void,
  onProgress: (ratio: number) => void = () => undefined,
): Promise<void> {
  let ended = 0;
  const end = (plan: number, played: Played): void => {
    onEnd(plan, played);
    onProgress(++ended / plans.length);
  };
  await branch(session, [...plans.keys()], [], 0);

  /** @param done how many actions of each have been performed */
  async function branch(from: Session, numbers: readonly number[], performed: readonly PerformedAction[], done: number): Promise<void> {
    const first = plans[numbers[0]].actions;
    if (numbers.length === 1) {
      const { actions } = await playHeadless(from, first.slice(done), untilUs, (ratio) => onProgress((ended + ratio) / plans.length));
      end(numbers[0], { session: from, actions: [...performed, ...actions] });
      return;
    }
    const next = (number: number, at: number): PlannedAction | undefined => plans[number].actions[at];
    let alike = done;
    while (next(numbers[0], alike) !== undefined && numbers.every((number) => wordsOf(next(number, alike)) === wordsOf(next(numbers[0], alike)))) alike++;
    const partUs = Math.min(untilUs, ...numbers.map((number) => next(number, alike)?.atUs ?? untilUs));
    // a shell's insides cannot be copied: should a line be at work for longer, each plan is played by itself
    const again = first.slice(done, alike).some((action) => 'sh' in action) ? copyOf(from) : null;
    const together = await playHeadless(from, first.slice(done, alike), partUs);
    if (again !== null && together.actions.some(({ exitCode }) => exitCode === ENDED_BY_RUN)) {
      for (const number of numbers) await branch(again(), [number], performed, done);
      return;
    }
    const so = [...performed, ...together.actions];
    const ways = new Map<string, number[]>();
    for (const number of numbers) {
      const action = next(number, alike);
      const way = action?.atUs === partUs ? wordsOf(action) : '';
      ways.set(way, [...(ways.get(way) ?? []), number]);
    }
    if (ways.size === 1 && partUs === untilUs) {
      // the same from beginning to end
      for (const number of numbers) end(number, { session: from, actions: so });
      return;
    }
    const copy = copyOf(from);
    const groups = [...ways.values()];
    for (const group of groups) await branch(group === groups.at(-1) ? from : copy(), group, so, alike);
  }
}

function wordsOf(action: PlannedAction | undefined): string {
  return JSON.stringify(action);
}
