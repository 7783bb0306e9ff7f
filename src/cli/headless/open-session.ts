import { createSession } from '../../session/session.ts';
import type { Session } from '../../session/session-api.ts';
import { openScenario } from '../scenario-choice.ts';

/** A session at its first simulated instant. @param seed absent: the scenario's own */
export function openSession(scenario: string, seed?: number): Session {
  const model = openScenario(scenario);
  return createSession(model, seed ?? model.defaultSeed);
}
