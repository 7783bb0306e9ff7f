import type { FileReader } from '../scenario/read-file.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { formatProblem } from '../scenario/problem.ts';
import type { ScenarioCard } from '../stores/scenario-card.ts';
import { scenarioCardOf } from './scenario-card.ts';

/** Scenario files as text, bundled with the workers; never with the page, which must not hold the truth. */
const FILES = import.meta.glob(['../../scenarios/**/*.yaml', '!../../scenarios/**/*.test.yaml'], { query: '?raw', import: 'default', eager: true }) as Readonly<
  Record<string, string>
>;
const PREFIX = '../../';

const READER: FileReader = { read: (path) => FILES[PREFIX + path] ?? null };

export interface Catalogue {
  readonly scenarios: readonly ScenarioCard[];
  readonly broken: readonly { readonly file: string; readonly problems: readonly string[] }[];
}

const loaded = new Map<string, ScenarioModel>();

/** Loads every bundled scenario; what is wrong with one does not hide the others. */
export function readCatalogue(): Catalogue {
  const scenarios: ScenarioCard[] = [];
  const broken: { file: string; problems: string[] }[] = [];
  for (const path of Object.keys(FILES).sort()) {
    const file = path.slice(PREFIX.length);
    if (file.split('/').length !== 2) continue;
    const result = loadScenario(READER, file);
    if (result.ok) {
      loaded.set(result.scenario.id, result.scenario);
      scenarios.push(scenarioCardOf(result.scenario));
    } else broken.push({ file, problems: result.problems.map(formatProblem) });
  }
  // the easiest first: it is what the home page offers to somebody new
  scenarios.sort((a, b) => a.difficulty - b.difficulty || (a.title < b.title ? -1 : 1));
  return { scenarios, broken };
}

/** @throws Error when there is no such scenario, or it does not load */
export function scenarioById(id: string): ScenarioModel {
  if (!loaded.has(id)) readCatalogue();
  const found = loaded.get(id);
  if (!found) throw new Error(`no scenario "${id}" in this version; there are: ${[...loaded.keys()].join(', ')}`);
  return found;
}
