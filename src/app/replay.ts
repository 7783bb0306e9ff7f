import type { Recording } from '../contract/recording.ts';
import type { Micros } from '../contract/time.ts';
import type { Session } from '../session/session-api.ts';

export interface Replayed {
  /** First digest that differs from the recording's; null when all agree. */
  readonly differsAtUs: Micros | null;
}

const BREATHE_EVERY_US = 2_000_000;

/**
 * Brings a session to where a recording ends: runs the commands and observations it does not hold yet at their instants. The scenario's own
 * timeline logs its commands itself, so a command the log already holds is not run again.
 */
export async function replayInto(session: Session, recording: Recording, onProgress: (ratio: number) => void, breathe: () => Promise<void>): Promise<Replayed> {
  const startUs = session.nowUs;
  const total = Math.max(1, recording.untilUs - startUs);
  const advance = async (untilUs: Micros): Promise<void> => {
    while (session.nowUs < untilUs) {
      session.advance(Math.min(untilUs, session.nowUs + BREATHE_EVERY_US));
      onProgress((session.nowUs - startUs) / total);
      await breathe();
    }
  };
  const seen = session.observations().length;
  const steps = [
    ...recording.commands.map((entry) => ({
      atUs: entry.atUs,
      run: () => {
        if (session.commands().length <= entry.seq) session.execute(entry.command, entry.actor, entry.intent);
      },
    })),
    ...recording.observations.slice(seen).map((entry) => ({ atUs: entry.atUs, run: () => session.observe(entry.kind, entry.what, entry.actor) })),
  ]
    .filter((step) => step.atUs >= startUs)
    .sort((a, b) => a.atUs - b.atUs);
  for (const step of steps) {
    await advance(step.atUs);
    step.run();
  }
  await advance(recording.untilUs);
  session.setPostmortem(recording.postmortem);
  const own = new Map(session.recording().digests.map((entry) => [entry.atUs, entry.digest]));
  const differing = recording.digests.find((entry) => own.has(entry.atUs) && own.get(entry.atUs) !== entry.digest);
  return { differsAtUs: differing?.atUs ?? null };
}
