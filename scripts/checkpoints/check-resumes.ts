import { gunzipSync } from 'node:zlib';
import { decodeCheckpoint } from '../../src/app/checkpoint-file.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';
import { createSession } from '../../src/session/session.ts';

const ON_US = 60_000_000;

/** Plays a minute from the file and from a fresh session. @throws Error when they differ */
export function checkResumes(scenario: ScenarioModel, bytes: Uint8Array): void {
  const digests = [createSession(scenario, scenario.defaultSeed, decodeCheckpoint(gunzipSync(bytes))), createSession(scenario, scenario.defaultSeed)].map(
    (session) => {
      session.advance(session.epoch.playStartUs + ON_US);
      return session.digest();
    },
  );
  if (digests[0] !== digests[1]) throw new Error(`${scenario.id}: resumed from its checkpoint it differs from an uninterrupted run (${digests.join(' and ')})`);
}
