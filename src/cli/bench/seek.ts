import { MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../../contract/time.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { createCheckpointTrail } from '../../session/checkpoint-trail.ts';
import { createSession } from '../../session/session.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface SeekBench {
  readonly playedSeconds: number;
  /** From asking for an instant to standing there, for instants all over the play. */
  readonly waitMs: Spread;
  /** Simulated seconds that were played again. */
  readonly replayedSeconds: Spread;
}

const PLAYED_US = 60 * MICROS_PER_MINUTE;
const STEP_US = 15 * MICROS_PER_SECOND;
/** Their distance has no common measure with that of checkpoints. */
const SEEKS = 23;

/** How long one waits for an earlier instant of an hour's play, from the checkpoints that the game keeps of it. */
export function benchSeek(scenario: ScenarioModel, seed: number): SeekBench {
  const session = createSession(scenario, seed);
  const { playStartUs } = session.epoch;
  session.advance(playStartUs);
  const atPlayStart = session.checkpoint();
  const trail = createCheckpointTrail();
  while (session.nowUs < playStartUs + PLAYED_US) {
    session.advance(Math.min(playStartUs + PLAYED_US, session.nowUs + STEP_US));
    trail.note(session);
  }
  const waits: number[] = [];
  const replayed: number[] = [];
  for (let seek = 1; seek <= SEEKS; seek++) {
    const atUs = playStartUs + Math.round((PLAYED_US * seek) / (SEEKS + 1));
    const began = performance.now();
    const from = trail.before(seed, scenario.hash, atUs) ?? atPlayStart;
    createSession(scenario, seed, from).advance(atUs);
    waits.push(performance.now() - began);
    replayed.push((atUs - from.atUs) / MICROS_PER_SECOND);
  }
  return { playedSeconds: PLAYED_US / MICROS_PER_SECOND, waitMs: spreadOf(waits), replayedSeconds: spreadOf(replayed) };
}
