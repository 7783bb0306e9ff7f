import { readFileSync } from 'node:fs';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';

let loaded: ScenarioModel | null = null;

export function playlistHangs(): ScenarioModel {
  if (loaded !== null) return loaded;
  const result = loadScenario({ read: (path) => readFileSync(path, 'utf8') }, 'scenarios/playlist-hangs.yaml');
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  loaded = result.scenario;
  return loaded;
}
