import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { suggestion } from '../scenario/nearest.ts';
import { formatProblem } from '../scenario/problem.ts';
import { NODE_FILES } from './node-files.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { UsageError } from './usage-error.ts';

const FOLDER = join(PROJECT_ROOT, 'scenarios');

/** Ids of the scenarios that come with the program. */
export function scenarioIds(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/** Path of the scenario file an argument means: a file, or an id in scenarios/. @throws UsageError with the nearest id */
export function scenarioPath(argument: string): string {
  if (/\.ya?ml$|[/\\]/.test(argument)) {
    if (existsSync(argument)) return argument;
    throw new UsageError(`${argument}: no such file`);
  }
  const path = join(FOLDER, `${argument}.yaml`);
  if (existsSync(path)) return relative(process.cwd(), path) || path;
  throw new UsageError(`no scenario "${argument}";${suggestion(argument, scenarioIds(), 'Scenarios')}`);
}

/** Loads what `run`, `sh` and the others name. Warnings go to stderr. @throws UsageError listing every problem with file:line:col */
export function openScenario(argument: string): ScenarioModel {
  const loaded = loadScenario(NODE_FILES, scenarioPath(argument));
  const problems = loaded.ok ? loaded.warnings : loaded.problems;
  if (!loaded.ok) throw new UsageError(problems.map(formatProblem).join('\n'));
  for (const problem of problems) console.error(formatProblem(problem));
  return loaded.scenario;
}
