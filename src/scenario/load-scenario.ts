import { checkFleet } from './check/check-fleet.ts';
import { checkScenario } from './check/check-scenario.ts';
import { describeIssues } from './describe-issue.ts';
import { child, type Located, type LocatedMap, plainOf, textAt } from './document/located.ts';
import { mergeLocated } from './document/merge.ts';
import { hashOf } from './hash-model.ts';
import type { FleetModel } from './model/fleet.ts';
import type { ScenarioModel } from './model/scenario.ts';
import { type ScenarioProblem, sortProblems } from './problem.ts';
import { type FileReader, readYamlMap } from './read-file.ts';
import { readFleet } from './read-fleet.ts';
import { resolveFleet } from './resolve/fleet.ts';
import { resolveScenario } from './resolve/scenario.ts';
import { fleet as fleetSchema } from './schema/fleet.ts';
import { scenario as scenarioSchema } from './schema/scenario.ts';

export type LoadResult =
  | { readonly ok: true; readonly scenario: ScenarioModel /** Oddities that don't stop it. */; readonly warnings: readonly ScenarioProblem[] }
  | { readonly ok: false /** Errors and warnings, in reading order. */; readonly problems: readonly ScenarioProblem[] };

export type FleetLoadResult =
  | { readonly ok: true; readonly fleet: FleetModel; readonly warnings: readonly ScenarioProblem[] }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** Reads a scenario and the fleet it names, validates both, and fills in every default. All problems are found, not the first. */
export function loadScenario(files: FileReader, path: string): LoadResult {
  const file = readYamlMap(files, path);
  if (!file.ok) return { ok: false, problems: sortProblems(file.problems) };
  const problems: ScenarioProblem[] = [];

  const fleetRoot = readFleetOf(files, path, file.root, problems);
  if (fleetRoot !== null) problems.push(...checkFleet(fleetRoot));
  problems.push(...checkScenario(file.root, fleetRoot));

  const words = scenarioSchema.safeParse(plainOf(file.root));
  if (!words.success) problems.push(...describeIssues(file.root, words.error.issues));
  const fleetWords = fleetRoot === null ? null : fleetSchema.safeParse(plainOf(fleetRoot));
  if (fleetRoot !== null && fleetWords?.error !== undefined) problems.push(...describeIssues(fleetRoot, fleetWords.error.issues));

  const sorted = sortProblems(problems);
  if (!words.success || fleetWords?.data === undefined || sorted.some((problem) => problem.severity === 'error')) return { ok: false, problems: sorted };
  const model = resolveScenario(words.data, resolveFleet(fleetWords.data));
  return { ok: true, scenario: { ...model, hash: hashOf(model) }, warnings: sorted };
}

/** Reads and validates a fleet file alone. */
export function loadFleet(files: FileReader, path: string): FleetLoadResult {
  const problems: ScenarioProblem[] = [];
  const root = readFleet(files, path, problems);
  if (root === null) return { ok: false, problems: sortProblems(problems) };
  problems.push(...checkFleet(root));
  const words = fleetSchema.safeParse(plainOf(root));
  if (!words.success) problems.push(...describeIssues(root, words.error.issues));
  const sorted = sortProblems(problems);
  if (!words.success || sorted.some((problem) => problem.severity === 'error')) return { ok: false, problems: sorted };
  return { ok: true, fleet: resolveFleet(words.data), warnings: sorted };
}

/** Path of the fleet file a scenario at `scenarioPath` names: `fleets/NAME.yaml` beside it. */
function fleetPath(scenarioPath: string, fleetName: string): string {
  const slash = Math.max(scenarioPath.lastIndexOf('/'), scenarioPath.lastIndexOf('\\'));
  return `${slash < 0 ? '' : scenarioPath.slice(0, slash + 1)}fleets/${fleetName}.yaml`;
}

function readFleetOf(files: FileReader, path: string, root: LocatedMap, problems: ScenarioProblem[]): Located | null {
  const named = child(root, 'fleet');
  const name = textAt(root, 'fleet');
  if (named === null || name === null) return null;
  const at = fleetPath(path, name);
  const fleet = readFleet(files, at, problems, { by: named, message: `no fleet "${name}": ${at} does not exist` });
  const overrides = child(root, 'overrides');
  if (fleet === null || overrides?.kind !== 'map') return fleet;
  return { ...mergeLocated(fleet, overrides), place: fleet.place };
}
