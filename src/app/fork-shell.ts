import { MICROS_PER_SECOND } from '../contract/time.ts';
import type { IntentRunner } from '../debrief/run-forks.ts';
import { createShell } from '../shell/shell.ts';
import { liveSessionPort } from './live-session-port.ts';
import { createPlayClock, type HostTime, type PlayClock } from './play-clock.ts';

/** A fork's clock never plays by itself: only what waits moves it. */
const STANDING: HostTime = { now: () => 0, later: () => () => undefined };

/** Types a line into a terminal of its own. While it waits (`rollout status`, `sleep`), and only then, simulated time moves on: nothing depends on this machine's speed. */
export const runLine: IntentRunner = async (session, line) => {
  const standing = createPlayClock({ session, time: STANDING, onChange: () => undefined, stepUs: 15 * MICROS_PER_SECOND });
  const clock: PlayClock = {
    ...standing,
    waitUntil: async (wakeUs) => {
      if (wakeUs > session.nowUs) session.advance(wakeUs);
    },
  };
  const shell = createShell({ epoch: session.epoch, ...liveSessionPort(session, clock, () => undefined) });
  const result = await shell.exec(line);
  if (result.exitCode !== 0) throw new Error(`“${line}” ended with exit code ${result.exitCode}: ${result.stderr.trim()}`);
};
