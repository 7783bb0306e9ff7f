import type { Recording } from '../../contract/recording.ts';
import type { Micros } from '../../contract/time.ts';
import type { Session } from '../../session/session-api.ts';

/** Where a second run first differed from the recording. */
export interface Difference {
  readonly atUs: Micros;
  readonly recorded: string;
  /** null: the session made no digest at that instant. */
  readonly computed: string | null;
}

export interface Rerun {
  /** Digests that agreed. */
  readonly compared: number;
  readonly difference: Difference | null;
}

/**
 * Plays a recording's commands into a fresh session of the same scenario and seed, comparing digests on the way; stops at the first
 * that differs. The scenario's own timeline logs its commands itself, so entries already in the log are not played twice.
 */
export function rerun(session: Session, recording: Recording, onProgress: (ratio: number) => void = () => undefined): Rerun {
  let compared = 0;
  let difference: Difference | null = null;
  let nextCommand = 0;
  const playCommands = (untilUs: Micros): void => {
    for (let entry = recording.commands[nextCommand]; entry !== undefined && entry.atUs < untilUs; entry = recording.commands[++nextCommand]) {
      session.advance(entry.atUs);
      if (session.commands().length <= entry.seq) session.execute(entry.command, entry.actor, entry.intent);
    }
  };
  for (const { atUs, digest } of recording.digests) {
    playCommands(atUs);
    session.advance(atUs);
    const computed = session.recording().digests.find((own) => own.atUs === atUs)?.digest ?? null;
    if (computed !== digest) {
      difference = { atUs, recorded: digest, computed };
      break;
    }
    compared++;
    onProgress(atUs / recording.untilUs);
  }
  if (difference === null) {
    playCommands(recording.untilUs + 1);
    session.advance(recording.untilUs);
  }
  return { compared, difference };
}
