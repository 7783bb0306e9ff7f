import type { Progress } from '../contract/ports.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { createSession } from '../session/session.ts';
import type { Session, SessionCheckpoint } from '../session/session-api.ts';
import { decodeCheckpoint } from './checkpoint-file.ts';

const SLICE_US = 2_000_000;

/** Fetches the checkpoint shipped for a scenario and seed, at the moment play begins; null when none is shipped or it cannot be read. */
export type ShippedCheckpoint = (scenarioId: string, seed: number) => Promise<SessionCheckpoint | null>;

export function shippedCheckpoints(base: string): ShippedCheckpoint {
  return async (scenarioId, seed) => {
    try {
      const answer = await fetch(new URL(`checkpoints/${scenarioId}-${seed}.bin`, base));
      // a host that answers every path with its start page is not answering with a checkpoint
      if (!answer.ok || answer.headers.get('content-type')?.includes('text/html')) return null;
      return decodeCheckpoint(new Uint8Array(await answer.arrayBuffer()));
    } catch {
      return null;
    }
  };
}

/** A session at the moment play begins: from the shipped checkpoint when it fits this version, else warmed up with progress. */
export async function openAtPlayStart(
  scenario: ScenarioModel,
  seed: number,
  shipped: ShippedCheckpoint,
  onProgress: (progress: Progress) => void,
  breathe: () => Promise<void>,
): Promise<Session> {
  const checkpoint = await shipped(scenario.id, seed);
  const restored = checkpoint && restore(scenario, seed, checkpoint);
  if (restored) return restored;
  const session = createSession(scenario, seed);
  const { playStartUs } = session.epoch;
  while (session.nowUs < playStartUs) {
    session.advance(Math.min(playStartUs, session.nowUs + SLICE_US));
    onProgress({ stage: 'warming-up', ratio: session.nowUs / playStartUs, note: 'Warming the fleet up' });
    await breathe();
  }
  return session;
}

/** null when the checkpoint is of another version, scenario or seed. */
export function restore(scenario: ScenarioModel, seed: number, checkpoint: SessionCheckpoint): Session | null {
  try {
    return createSession(scenario, seed, checkpoint);
  } catch {
    return null;
  }
}
