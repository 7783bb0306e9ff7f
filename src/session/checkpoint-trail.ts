import type { Micros } from '../contract/time.ts';
import type { Session, SessionCheckpoint } from './session-api.ts';

const FIRST_APART_US = 2 * 60e6;
const MOST = 16;

/** Checkpoints of the session being played, in memory, so that any earlier instant of it is seconds of work away and not the whole run. */
export interface CheckpointTrail {
  /** Keeps one when the last is long enough ago. */
  note(session: Session): void;
  /** The latest at or before an instant; null without. */
  before(seed: number, scenarioHash: string, atUs: Micros): SessionCheckpoint | null;
  /** Forgets those after an instant: what follows it is going to be different. */
  forgetAfter(atUs: Micros): void;
  clear(): void;
}

/**
 * At most sixteen, two simulated minutes apart at first (each is about 20 MB; two minutes are played again in less time than a checkpoint takes to be opened): when there are more, every
 * other one goes and the rest are twice as far apart.
 */
export function createCheckpointTrail(): CheckpointTrail {
  let kept: SessionCheckpoint[] = [];
  let apartUs = FIRST_APART_US;
  return {
    note(session) {
      const last = kept.at(-1)?.atUs ?? session.epoch.playStartUs;
      if (session.nowUs - last < apartUs) return;
      kept.push(session.checkpoint());
      if (kept.length <= MOST) return;
      kept = kept.filter((_, at) => at % 2 === 1);
      apartUs *= 2;
    },
    before: (seed, scenarioHash, atUs) => kept.findLast((one) => one.atUs <= atUs && one.seed === seed && one.scenarioHash === scenarioHash) ?? null,
    forgetAfter(atUs) {
      kept = kept.filter((one) => one.atUs <= atUs);
    },
    clear() {
      kept = [];
      apartUs = FIRST_APART_US;
    },
  };
}
