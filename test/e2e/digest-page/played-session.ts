import type { Command } from '../../../src/contract/commands.ts';
import { MICROS_PER_MINUTE } from '../../../src/contract/time.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { formatProblem } from '../../../src/scenario/problem.ts';
import type { FileReader } from '../../../src/scenario/read-file.ts';
import { createSession } from '../../../src/session/session.ts';
import type { Session } from '../../../src/session/session-api.ts';

const SEED = 7;

type Played = { readonly minutes: number; readonly done: readonly { readonly minute: number; readonly command: Command }[] };

/** Touches most of the engine: scaling, a restart, a setting, a rollback. */
const PLAYLIST_HANGS: Played['done'] = [
  { minute: 6, command: { kind: 'acknowledge', alert: 'none' } },
  { minute: 8, command: { kind: 'set-severity', severity: 'SEV-2' } },
  { minute: 10, command: { kind: 'scale', service: 'playlist', replicas: 5 } },
  { minute: 13, command: { kind: 'rollout-restart', service: 'recs' } },
  { minute: 16, command: { kind: 'set-flag', flag: 'home.recs', on: false } },
  { minute: 22, command: { kind: 'rollout-undo', service: 'playlist' } },
];

/** Two regions, the load balancer's connections and retries, a changed ConfigMap. */
const FRIDAY_502S: Played['done'] = [
  { minute: 3, command: { kind: 'scale', service: 'gateway', region: 'us-central1', replicas: 2 } },
  { minute: 5, command: { kind: 'set-edge-retries', retries: 1 } },
  { minute: 8, command: { kind: 'rollout-restart', service: 'gateway' } },
  { minute: 12, command: { kind: 'patch-config', configMap: 'gateway-config', region: 'europe-west1', data: { idle_timeout: '620s' } } },
];

/** Canaries: paused, promoted, aborted, retried; an analysis that reads metrics; apps that keep answers. */
const TUESDAY_TICKETS: Played['done'] = [
  { minute: 2, command: { kind: 'rollout-pause', service: 'playback', region: 'us-central1' } },
  { minute: 4, command: { kind: 'rollout-resume', service: 'playback', region: 'us-central1' } },
  { minute: 6, command: { kind: 'scale', service: 'recs', region: 'europe-west1', replicas: 5 } },
  { minute: 8, command: { kind: 'rollout-abort', service: 'playback', region: 'europe-west1' } },
  { minute: 11, command: { kind: 'rollout-retry', service: 'playback', region: 'europe-west1' } },
  { minute: 13, command: { kind: 'rollout-promote', service: 'playback', full: true } },
  { minute: 16, command: { kind: 'rollout-undo', service: 'playback' } },
  { minute: 18, command: { kind: 'rollout-restart', service: 'playback' } },
];

/** Zones and a region that go away, room made elsewhere, a promoted replica and the old primary beside it, users kept out. */
const WEST_GOES_DARK: Played['done'] = [
  { minute: 2, command: { kind: 'set-flag', flag: 'home.shelves', on: false } },
  { minute: 3, command: { kind: 'set-quota', region: 'us-central1', cpus: 20 } },
  { minute: 5, command: { kind: 'set-node-pool-limits', pool: 'us-pool', maxNodes: 2 } },
  { minute: 6, command: { kind: 'set-autoscaler', service: 'web-api', region: 'us-central1', maxReplicas: 7 } },
  { minute: 9, command: { kind: 'scale', service: 'playlist', region: 'us-central1', replicas: 4 } },
  { minute: 12, command: { kind: 'promote-database', database: 'playlist-db-us' } },
  { minute: 13, command: { kind: 'stop-database', database: 'playlist-db' } },
  { minute: 14, command: { kind: 'set-edge-capacity', zone: 'europe-west1-b', scaler: 0 } },
  { minute: 15, command: { kind: 'rejoin-region', region: 'europe-west1' } },
  { minute: 16, command: { kind: 'start-database', database: 'playlist-db' } },
];

export const PLAYED: Readonly<Record<string, Played>> = {
  'playlist-hangs': { minutes: 40, done: PLAYLIST_HANGS },
  'friday-502s': { minutes: 20, done: FRIDAY_502S },
  'tuesday-tickets': { minutes: 20, done: TUESDAY_TICKETS },
  'west-goes-dark': { minutes: 18, done: WEST_GOES_DARK },
};

/** The same run wherever it is made: Node, Chromium, Firefox. */
export function playedSession(files: FileReader, id: string): Session {
  const { minutes, done } = PLAYED[id];
  const loaded = loadScenario(files, `scenarios/${id}.yaml`);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const session = createSession(loaded.scenario, SEED);
  const { playStartUs } = session.epoch;
  for (const { minute, command } of done) {
    session.advance(playStartUs + minute * MICROS_PER_MINUTE);
    session.execute(command, 'player');
  }
  session.advance(playStartUs + minutes * MICROS_PER_MINUTE);
  return session;
}
