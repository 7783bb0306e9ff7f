import { expect, it } from 'vitest';
import type { Command } from '../../src/contract/commands.ts';
import type { PlannedAction } from '../../src/cli/do-file.ts';
import { playHeadless } from '../../src/cli/headless/play.ts';
import { playTogether } from '../../src/cli/proving/shared-beginnings.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session-api.ts';
import { hurried, scenarioNamed } from '../session/load.ts';

const SECOND = 1e6;
const scenario = hurried(scenarioNamed('playlist-hangs'), 40 * SECOND);
const flag = (at: number, name: string): PlannedAction => ({
  atUs: at * SECOND,
  actor: 'player',
  command: { kind: 'set-flag', flag: name, on: false } satisfies Command,
});
const sh = (at: number, line: string): PlannedAction => ({ atUs: at * SECOND, actor: 'player', sh: line });

const PLANS: readonly (readonly PlannedAction[])[] = [
  [],
  [flag(4, 'home.recs')],
  [flag(4, 'home.recs'), sh(6, 'kubectl scale deployment playlist --replicas 5')],
  [flag(4, 'home.recs'), sh(6, 'kubectl scale deployment playlist --replicas 5'), flag(9, 'home.ads')],
  [flag(4, 'home.ads')],
  // at work while others begin to differ
  [sh(5, 'sleep 4 && flags set home.ads off')],
  [sh(5, 'sleep 4 && flags set home.ads off'), flag(7, 'home.recs')],
  [sh(5, 'sleep 4 && flags set home.ads off'), flag(11, 'home.recs')],
  // twice the same, and one that is refused
  [flag(4, 'home.recs')],
  [sh(12, 'kubectl scale deployment nobody --replicas 5')],
];

it('plans that are played together end as each does by itself', async () => {
  const until = 14 * SECOND;
  const fresh = (): Session => {
    const session = createSession(scenario, 5);
    session.advance(session.epoch.playStartUs);
    return session;
  };
  let copies = 0;
  const together = new Map<number, { digest: string; actions: unknown }>();
  await playTogether(
    fresh(),
    PLANS.map((actions) => ({ actions })),
    until,
    (original) => {
      const checkpoint = original.checkpoint();
      return () => {
        copies++;
        return createSession(scenario, 5, structuredClone(checkpoint));
      };
    },
    (plan, { session, actions }) => together.set(plan, { digest: session.digest(), actions }),
  );
  expect([...together.keys()].sort((a, b) => a - b)).toEqual([...PLANS.keys()]);
  expect(copies).toBeLessThan(PLANS.length + 4);
  for (const [plan, actions] of PLANS.entries()) {
    const { session, actions: performed } = await playHeadless(fresh(), actions, until);
    expect(together.get(plan), `plan ${plan}`).toEqual({ digest: session.digest(), actions: performed });
  }
}, 300_000);
