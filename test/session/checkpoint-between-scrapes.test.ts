import { expect, it } from 'vitest';
import { createSession } from '../../src/session/session.ts';
import { hurried, scenarioNamed } from './load.ts';

/** Pods have come since the last scrape: the original does not know their series yet, and a copy must not either. */
it('what goes on from a checkpoint between two scrapes is the same at once, not only from the next scrape on', () => {
  const scenario = hurried(scenarioNamed('playlist-hangs'), 40e6);
  const session = createSession(scenario, 5);
  session.advance(session.epoch.playStartUs + 7.5e6);
  const checkpoint = session.checkpoint();
  const copy = createSession(scenario, 5, structuredClone(checkpoint));
  expect(copy.checkpoint()).toEqual(checkpoint);
  expect(copy.digest()).toBe(session.digest());
}, 120_000);
