import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A scenario of the repository, loaded as the command line does. */
export function scenarioNamed(id: string): ScenarioModel {
  const files = {
    read: (path: string): string | null => {
      try {
        return readFileSync(join(ROOT, path), 'utf8');
      } catch {
        return null;
      }
    },
  };
  const loaded = loadScenario(files, `scenarios/${id}.yaml`);
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => `${problem.file}:${problem.line} ${problem.message}`).join('\n'));
  return loaded.scenario;
}

/** The same with a shorter life: warm-up and timeline pulled together, so that a test sees a rollout within two simulated minutes. */
export function hurried(scenario: ScenarioModel, warmupUs: number): ScenarioModel {
  const factor = warmupUs / scenario.warmupUs;
  return { ...scenario, warmupUs, timeline: scenario.timeline.map((entry) => ({ ...entry, atUs: Math.round(entry.atUs * factor) })) };
}
