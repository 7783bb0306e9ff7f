import type { Progress } from '../contract/ports.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { createSession } from '../session/session.ts';
import type { Session, SessionCheckpoint } from '../session/session-api.ts';
import { decodeCheckpoint } from './checkpoint-file.ts';

const SLICE_US = 2_000_000;
/** First bytes of every gzip file (RFC 1952 §2.3.1). */
const GZIP = [0x1f, 0x8b] as const;

/** Fetches the checkpoint shipped for a scenario and seed, at the moment play begins; null when none is shipped or it cannot be read. */
export type ShippedCheckpoint = (scenarioId: string, seed: number) => Promise<SessionCheckpoint | null>;

export function shippedCheckpoints(base: string): ShippedCheckpoint {
  return async (scenarioId, seed) => {
    try {
      const answer = await fetch(new URL(`checkpoints/${scenarioId}-${seed}.bin`, base));
      // a host that answers every path with its start page is not answering with a checkpoint
      if (!answer.ok || answer.headers.get('content-type')?.includes('text/html')) return null;
      return decodeCheckpoint(await unzipped(new Uint8Array(await answer.arrayBuffer())));
    } catch {
      return null;
    }
  };
}

/** The file is gzip in itself, because most hosts send unknown kinds of files as they are; one that takes gzip off on the way is as welcome. */
async function unzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return bytes;
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
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
