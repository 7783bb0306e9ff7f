import type { Place } from './document/located.ts';

/** Something wrong, or odd (`warning`), in a scenario's files. */
export interface ScenarioProblem extends Place {
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** One line: `scenarios/x.yaml:41:7 faults[2].target: no service "playlists"; did you mean "playlist"? …` */
export function formatProblem(problem: ScenarioProblem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}`;
  const path = problem.path === '' ? '' : ` ${problem.path}`;
  return `${where}${path}:${problem.severity === 'warning' ? ' warning:' : ''} ${problem.message}`;
}

/** In reading order, without repeats. */
export function sortProblems(problems: readonly ScenarioProblem[]): ScenarioProblem[] {
  const seen = new Set<string>();
  const kept = problems.filter((problem) => {
    const text = formatProblem(problem);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  return kept.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1)));
}
