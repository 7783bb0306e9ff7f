import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCases } from '../../src/scenario/load-cases.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problem.ts';
import { filesIn } from './files.ts';

/**
 * Every class of error an author can be told has a broken file in `bad/` and, beside it in NAME.problems.txt, exactly what is said:
 * all of a file's errors at once, each with its line and column, what was expected, the nearest name and the names there are.
 */
const FOLDER = join(import.meta.dirname, 'bad');
const FILES = filesIn('test/scenario/bad');
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort();

/** The good scenario that the bad ones were made from. */
const GOOD = `${FILES.read('truth.yaml')?.split('truth:')[0]}truth:
  claims: [{id: a, role: trigger, component: cart, condition: bad-release, title: A release, weight: 1, says: [[[release]]]}]
  story: It broke.
`;

function loadGood() {
  return loadScenario({ read: (path) => (path === 'good.yaml' ? GOOD : FILES.read(path)) }, 'good.yaml');
}

function problemsOf(name: string) {
  if (name.endsWith('.test.yaml')) {
    const scenario = loadGood();
    const cases = loadCases(FILES, name, scenario.ok ? scenario.scenario : null);
    return cases.ok ? [] : cases.problems;
  }
  const loaded = loadScenario(FILES, name);
  return loaded.ok ? loaded.warnings : loaded.problems;
}

describe('broken scenario files', () => {
  it.each(NAMES)('%s', (name) => {
    const expected = readFileSync(join(FOLDER, name.replace('.yaml', '.problems.txt')), 'utf8')
      .trimEnd()
      .split('\n');
    expect(problemsOf(name).map(formatProblem)).toEqual(expected);
  });

  it('points at the very characters it quotes', () => {
    let checked = 0;
    for (const problem of NAMES.flatMap(problemsOf)) {
      const quoted = /^(?:no key|no \w[\w ]*?|expected .* got|\w[\w ]*?) "([^"]*)"/.exec(problem.message)?.[1];
      const shown = quoted ?? /, got (-?[\d.]+)$/.exec(problem.message)?.[1];
      if (shown === undefined) continue;
      const line = FILES.read(problem.file)?.split('\n')[problem.line - 1] ?? '';
      expect(`${formatProblem(problem)} | ${line.slice(problem.column - 1).replace(/^"/, '')}`).toContain(`| ${shown}`);
      checked++;
    }
    expect(checked).toBeGreaterThan(45);
  });

  it('has a file that is missing altogether', () => {
    const loaded = loadScenario(FILES, 'nowhere.yaml');
    expect(loaded.ok ? [] : loaded.problems.map(formatProblem)).toEqual(['nowhere.yaml:1:1: no such file']);
  });

  it('stays quiet about the fleet they build on', () => {
    const loaded = loadGood();
    expect(loaded.ok ? loaded.warnings : loaded.problems).toEqual([]);
  });
});
