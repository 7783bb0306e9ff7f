import type { Located } from '../document/located.ts';
import type { ScenarioProblem } from '../problem.ts';

/** Sense of a fleet, merged with a scenario's overrides. */
export function checkFleet(_fleet: Located): ScenarioProblem[] {
  return [];
}
