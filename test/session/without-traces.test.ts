import { expect, it } from 'vitest';
import { createSession } from '../../src/session/session.ts';
import { hurried, scenarioNamed } from './load.ts';

it('a session that puts no traces together is the same in everything else', () => {
  const scenario = hurried(scenarioNamed('playlist-hangs'), 60e6);
  const [full, bare] = [createSession(scenario, 3), createSession(scenario, 3, undefined, { traces: false })];
  for (const session of [full, bare]) session.advance(100e6);
  expect(bare.digest()).toBe(full.digest());
  expect(bare.outcome()).toEqual(full.outcome());
  const lines = (session: typeof full) => session.logs({ limit: 500, take: 'newest' });
  expect(lines(bare)).toEqual(lines(full));
  expect(full.traces({ limit: 5 })).toHaveLength(5);
  expect(bare.traces({ limit: 5 })).toEqual([]);
  // and goes on from the other's checkpoint
  const forked = createSession(scenario, 3, structuredClone(full.checkpoint()), { traces: false });
  for (const session of [full, forked]) session.advance(110e6);
  expect(forked.digest()).toBe(full.digest());
}, 120_000);
