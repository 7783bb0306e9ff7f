import type { Command } from '../../../src/contract/commands.ts';
import { MICROS_PER_MINUTE } from '../../../src/contract/time.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { formatProblem } from '../../../src/scenario/problem.ts';
import type { FileReader } from '../../../src/scenario/read-file.ts';
import { createSession } from '../../../src/session/session.ts';
import type { Session } from '../../../src/session/session-api.ts';

const SCENARIO = 'scenarios/playlist-hangs.yaml';
const SEED = 7;
const MINUTES = 40;

/** Touches most of the engine: scaling, a restart, a setting, a rollback. */
const DONE: readonly { readonly minute: number; readonly command: Command }[] = [
  { minute: 6, command: { kind: 'acknowledge', alert: 'none' } },
  { minute: 8, command: { kind: 'set-severity', severity: 'SEV-2' } },
  { minute: 10, command: { kind: 'scale', service: 'playlist', replicas: 5 } },
  { minute: 13, command: { kind: 'rollout-restart', service: 'recs' } },
  { minute: 16, command: { kind: 'set-flag', flag: 'home.recs', on: false } },
  { minute: 22, command: { kind: 'rollout-undo', service: 'playlist' } },
];

/** The same run wherever it is made: Node, Chromium, Firefox. */
export function playedSession(files: FileReader): Session {
  const loaded = loadScenario(files, SCENARIO);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const session = createSession(loaded.scenario, SEED);
  const { playStartUs } = session.epoch;
  for (const { minute, command } of DONE) {
    session.advance(playStartUs + minute * MICROS_PER_MINUTE);
    session.execute(command, 'player');
  }
  session.advance(playStartUs + MINUTES * MICROS_PER_MINUTE);
  return session;
}
