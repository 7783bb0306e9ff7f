import { readFileSync } from 'node:fs';
import { scenarioCardOf } from '../../../src/app/scenario-card.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import type { ScenarioCard } from '../../../src/stores/scenario-card.ts';

/** The card of a real scenario file. */
export function card(name = 'playlist-hangs'): ScenarioCard {
  const loaded = loadScenario({ read: (path) => readFileSync(path, 'utf8') }, `scenarios/${name}.yaml`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return scenarioCardOf(loaded.scenario);
}
