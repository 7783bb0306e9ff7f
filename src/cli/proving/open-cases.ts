import { casesPath, loadCases } from '../../scenario/load-cases.ts';
import { hashOf } from '../../scenario/hash-model.ts';
import { loadScenario } from '../../scenario/load-scenario.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { formatProblem } from '../../scenario/problem.ts';
import type { CaseFile } from '../../scenario/schema/case-file.ts';
import { NODE_FILES } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';

/** A scenario with the cases that prove it. */
export interface ProvableScenario {
  readonly path: string;
  readonly scenario: ScenarioModel;
  readonly cases: CaseFile;
  readonly casesHash: string;
  /** Of all of the scenario but its truth and the seed it is played with unless one is given: cases are played on seeds of their own. */
  readonly playedHash: string;
}

/** @throws UsageError with every problem of the scenario, or of its cases */
export function openCases(path: string): ProvableScenario {
  const loaded = loadScenario(NODE_FILES, path);
  if (!loaded.ok) throw new UsageError(loaded.problems.map(formatProblem).join('\n'));
  const cases = loadCases(NODE_FILES, casesPath(path), loaded.scenario);
  if (!cases.ok) throw new UsageError(cases.problems.map(formatProblem).join('\n'));
  return {
    path,
    scenario: loaded.scenario,
    cases: cases.file,
    casesHash: cases.hash,
    playedHash: hashOf({ ...loaded.scenario, truth: null, hash: '', defaultSeed: 0 }),
  };
}
