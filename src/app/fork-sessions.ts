import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { createSession } from '../session/session.ts';
import type { Session, SessionCheckpoint } from '../session/session-api.ts';
import { openAtPlayStart, type ShippedCheckpoint } from './open-session.ts';

/**
 * Sessions of one scenario at the moment play begins. The first one of a seed is opened as play itself is and leaves a checkpoint there; later
 * ones start from it, so that all runs that are compared begin in the same world.
 */
export function createForkSessions(scenario: ScenarioModel, shipped: ShippedCheckpoint, breathe: () => Promise<void>) {
  let kept: SessionCheckpoint | null = null;
  return async (seed: number, onProgress: (ratio: number) => void): Promise<Session> => {
    if (kept?.seed === seed) return createSession(scenario, seed, kept);
    const session = await openAtPlayStart(scenario, seed, shipped, (progress) => onProgress(progress.ratio), breathe);
    kept = session.checkpoint();
    return session;
  };
}
