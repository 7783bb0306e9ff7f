import type { Located } from '../document/located.ts';
import type { ScenarioProblem } from '../problem.ts';

/** Sense of a scenario against its fleet. */
export function checkScenario(_scenario: Located, _fleet: Located | null): ScenarioProblem[] {
  return [];
}
