import { describe, expect, it } from 'vitest';
import { MICROS_PER_SECOND } from '../../src/contract/time.ts';
import { causalStory } from '../../src/debrief/causal-story.ts';
import type { ForkOptions, ForkPlan } from '../../src/debrief/run-forks.ts';
import { DO_NOTHING, ownPlan, referencePlan, runFork } from '../../src/debrief/run-forks.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session-api.ts';
import { playlistHangs } from '../postmortem/playlist-hangs.ts';

const SCENARIO = playlistHangs();
const s = (seconds: number): number => seconds * MICROS_PER_SECOND;
/** The first seconds of the warm-up are as good a world as any, and quick. */
const options = (more: Partial<ForkOptions> = {}): ForkOptions => ({
  create: () => createSession(SCENARIO, 7),
  runIntent: () => Promise.reject(new Error('no line expected')),
  untilUs: s(40),
  sliceUs: s(10),
  ...more,
});
const scaleUp: ForkPlan = {
  id: 'you',
  title: 'Scale up',
  steps: [
    {
      atUs: s(13),
      kind: 'command',
      command: { kind: 'scale', service: 'playlist', replicas: 5 },
      actor: 'player',
      intent: 'kubectl scale deploy/playlist --replicas=5',
    },
    { atUs: s(4), kind: 'look', seen: { atUs: s(4), actor: 'player', kind: 'shell', what: 'kubectl get pods' } },
  ],
};

describe('forks', () => {
  it('runs every fork over the same grid, whatever is done in it', async () => {
    const ratios: number[] = [];
    const one = await runFork(scaleUp, options({ onProgress: (ratio) => ratios.push(ratio) })),
      other = await runFork(DO_NOTHING, options());
    const grid = [0, 10, 20, 30, 40].map(s);
    expect(one?.harm.map((sample) => sample.atUs)).toEqual(grid);
    expect(other?.harm.map((sample) => sample.atUs)).toEqual(grid);
    expect(ratios).toEqual([0.25, 0.5, 0.75, 1]);
    const player = one?.session.commands().filter((entry) => entry.actor === 'player') ?? [];
    expect(player.map((entry) => [entry.atUs, entry.command.kind])).toEqual([[s(13), 'scale']]);
    expect(one?.session.observations()).toEqual([scaleUp.steps[1].kind === 'look' ? scaleUp.steps[1].seen : null]);
    expect(one?.shown.actions).toEqual([{ atUs: s(13), what: 'kubectl scale deploy/playlist --replicas=5' }]);
  });

  it('replays to the very same state what a session logged', async () => {
    const one = await runFork(scaleUp, options());
    const again = await runFork(ownPlan(SCENARIO, one?.session.commands() ?? [], one?.session.observations() ?? []), options({ sliceUs: s(7) }));
    expect(again?.session.digest()).toBe(one?.session.digest());
  });

  it('hands lines to the runner at their moment, in the fork’s own world', async () => {
    const seen: [number, string][] = [];
    const runIntent = async (session: Session, line: string): Promise<void> => void seen.push([session.nowUs, line]);
    const plan: ForkPlan = {
      id: 'reference',
      title: 'Lines',
      steps: [
        { atUs: s(21), kind: 'line', line: 'b' },
        { atUs: s(5), kind: 'line', line: 'a' },
      ],
    };
    await runFork(plan, options({ runIntent }));
    expect(seen).toEqual([
      [s(5), 'a'],
      [s(21), 'b'],
    ]);
  });

  it('stops when cancelled, and calls on the way where asked', async () => {
    const signal = new AbortController();
    const stops: number[] = [];
    const run = await runFork(
      DO_NOTHING,
      options({
        cancel: signal.signal,
        stopAt: { atUs: s(17), call: (session) => stops.push(session.nowUs) },
        onProgress: (ratio) => {
          if (ratio >= 0.5) signal.abort();
        },
      }),
    );
    expect(run).toBeNull();
    expect(stops).toEqual([s(17)]);
  });

  it('takes the reference from the scenario, counted from where play begins', () => {
    const plan = referencePlan(SCENARIO.truth, s(100));
    expect(plan.steps.map((step) => step.atUs)).toEqual(SCENARIO.truth.reference.map((action) => s(100) + action.atUs));
  });
});

describe('the causal story', () => {
  it('has a lane for every claim and red herring, and what people did in order', async () => {
    const run = await runFork(scaleUp, options());
    const story = causalStory(run?.session as Session);
    expect(story.lanes.map((lane) => lane.id)).toEqual([...SCENARIO.truth.claims, ...SCENARIO.truth.redHerrings].map((entry) => entry.id));
    expect(story.actions.map((action) => [action.kind, action.what])).toEqual([
      ['looked', 'kubectl get pods'],
      ['did', 'kubectl scale deploy/playlist --replicas=5'],
    ]);
    // Nothing is wrong yet in the first seconds: no lane may claim to have been visible.
    expect(story.lanes.filter((lane) => lane.visible !== null)).toEqual([]);
  });

  it('asks only what the evaluator understands', () => {
    const session = createSession(SCENARIO, 7);
    session.advance(s(1));
    for (const claim of SCENARIO.truth.claims)
      if (claim.seenBy !== undefined) expect(session.query(claim.seenBy.expr).status, claim.seenBy.expr).toBe('success');
  });
});
