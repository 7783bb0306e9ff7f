// `node scripts/run.mjs scripts/checkpoints/main.ts FOLDER`: a checkpoint at the start of play for every scenario's default seed. Those in FOLDER that
// still fit stay. Run by the build; bundled, because a bundled engine is twice as fast.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeCheckpoint } from '../../src/app/checkpoint-file.ts';
import { openScenario, scenarioIds } from '../../src/cli/scenario-choice.ts';
import { PROJECT_ROOT } from '../../src/cli/project-root.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';
import { createSession } from '../../src/session/session.ts';
import { SIM_VERSION } from '../../src/session/sim-version.ts';
import { fingerprint } from '../setup/freshness.mjs';
import { checkResumes } from './check-resumes.ts';

/** What a checkpoint depends on besides its scenario: while the engine is being changed, its version stays. */
const SOURCES = ['src', 'scripts/checkpoints', 'package-lock.json'];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node scripts/run.mjs scripts/checkpoints/main.ts FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const sources = fingerprint(PROJECT_ROOT, SOURCES);
const names = new Set<string>();
for (const id of scenarioIds()) {
  const scenario = openScenario(id);
  const name = `${id}-${scenario.defaultSeed}`;
  names.add(name);
  const key = `${SIM_VERSION} ${scenario.hash} ${sources}`;
  if (isThere(name, key)) continue;
  console.error(`Warming ${id} up, so that it starts at once …`);
  const bytes = gzipSync(encodeCheckpoint(atPlayStart(scenario)), { level: 9 });
  checkResumes(scenario, bytes);
  writeFileSync(join(folder, `${name}.bin`), bytes);
  writeFileSync(join(folder, `${name}.key`), key);
}
for (const file of readdirSync(folder)) if (!names.has(file.replace(/\.(bin|key)$/, ''))) rmSync(join(folder, file));

function isThere(name: string, key: string): boolean {
  try {
    return readFileSync(join(folder, `${name}.key`), 'utf8') === key && readFileSync(join(folder, `${name}.bin`)).length > 0;
  } catch {
    return false;
  }
}

function atPlayStart(scenario: ScenarioModel) {
  const session = createSession(scenario, scenario.defaultSeed);
  session.advance(session.epoch.playStartUs);
  return session.checkpoint();
}
