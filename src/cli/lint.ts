import { existsSync } from 'node:fs';
import { casesPath, loadCases } from '../scenario/load-cases.ts';
import { loadFleet, loadScenario } from '../scenario/load-scenario.ts';
import { formatProblem, type ScenarioProblem, sortProblems } from '../scenario/problem.ts';
import { NODE_FILES, readInput } from './node-files.ts';

interface LintOptions {
  readonly json?: boolean;
}

/** Checks scenarios, fleets and case files: schema and sense. Exit code 1 when there are errors; warnings alone are fine. @throws UsageError when a file cannot be read */
export function lintVerb(files: readonly string[], options: LintOptions): void {
  for (const file of files) readInput(file);
  const problems = sortProblems(files.flatMap(problemsOf));
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (options.json === true) process.stdout.write(`${JSON.stringify({ ok: errors === 0, files, problems })}\n`);
  else {
    for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
    console.error(summary(files.length, errors, problems.length - errors));
  }
  if (errors > 0) process.exitCode = 1;
}

function problemsOf(file: string): readonly ScenarioProblem[] {
  if (
    readInput(file)
      .replace(/^\uFEFF/, '')
      .trim() === ''
  )
    return [emptyFile(file)];
  if (/\.test\.ya?ml$/.test(file)) return problemsOfCases(file);
  if (/(^|[/\\])fleets[/\\][^/\\]+$/.test(file)) {
    const fleet = loadFleet(NODE_FILES, file);
    return fleet.ok ? fleet.warnings : fleet.problems;
  }
  const loaded = loadScenario(NODE_FILES, file);
  const own = loaded.ok ? loaded.warnings : loaded.problems;
  return existsSync(casesPath(file)) ? [...own, ...problemsOfCases(casesPath(file))] : own;
}

/** One line instead of one for each key that isn't there. */
function emptyFile(file: string): ScenarioProblem {
  const message = 'the file is empty; `npx brownout new NAME` makes one to start from';
  return { file, line: 1, column: 1, path: '', severity: 'error', message };
}

/** Cases are checked against their scenario where that loads. */
function problemsOfCases(file: string): readonly ScenarioProblem[] {
  const scenario = loadScenario(NODE_FILES, file.replace(/\.test\.ya?ml$/, '.yaml'));
  const cases = loadCases(NODE_FILES, file, scenario.ok ? scenario.scenario : null);
  return cases.ok ? [] : cases.problems;
}

function summary(files: number, errors: number, warnings: number): string {
  const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return `${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
