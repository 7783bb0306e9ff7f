import { hashOf } from './hash-model.ts';
import type { ScenarioModel } from './model/scenario.ts';

/** The same scenario with its ordinary background left out of the timeline: another scenario, so with another hash. */
export function withoutNoise(scenario: ScenarioModel): ScenarioModel {
  const { hash: _, ...model } = scenario;
  const quiet = { ...model, timeline: scenario.timeline.filter((entry) => !entry.noise) };
  return { ...quiet, hash: hashOf(quiet) };
}
