import { checkExpression } from './check/check-alerts.ts';
import { durationAt } from './check/amounts.ts';
import { names } from './check/fleet-names.ts';
import { Remarks } from './check/remarks.ts';
import { describeIssues } from './describe-issue.ts';
import { child, itemsOf, type Located, plainOf } from './document/located.ts';
import { hashOf } from './hash-model.ts';
import type { ScenarioModel } from './model/scenario.ts';
import { type ScenarioProblem, sortProblems } from './problem.ts';
import { type FileReader, readYamlMap } from './read-file.ts';
import { type CaseFile, caseFile } from './schema/case-file.ts';
import { formatDuration } from './schema/quantity.ts';

export type CasesLoadResult =
  | { readonly ok: true; readonly file: CaseFile /** Hash of the cases as read, 16 hex digits. */; readonly hash: string }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** `scenarios/x.yaml` to `scenarios/x.test.yaml`. */
export function casesPath(scenarioPath: string): string {
  return scenarioPath.replace(/\.ya?ml$/, '.test.yaml');
}

/** Reads a scenario's cases. Names in them are checked against the scenario when there is one. */
export function loadCases(files: FileReader, path: string, scenario: ScenarioModel | null): CasesLoadResult {
  const file = readYamlMap(files, path);
  if (!file.ok) return { ok: false, problems: sortProblems(file.problems) };
  const remarks = new Remarks();
  checkCases(remarks, file.root, scenario);
  const words = caseFile.safeParse(plainOf(file.root));
  const problems = [...remarks.problems, ...(words.success ? [] : describeIssues(file.root, words.error.issues))];
  if (!words.success || problems.length > 0) return { ok: false, problems: sortProblems(problems) };
  return { ok: true, file: words.data, hash: hashOf(words.data) };
}

function checkCases(remarks: Remarks, root: Located, scenario: ScenarioModel | null): void {
  const cases = itemsOf(root, 'cases');
  const caseNames = names(cases);
  const until = durationAt(root, 'until');
  remarks.distinct(cases, 'name', 'case');
  for (const item of cases) {
    const expected = child(item, 'expect');
    for (const key of ['harmAtLeast', 'harmAtMost', 'harmWithin']) remarks.known(child(expected, key), 'of', caseNames, 'case', 'Cases');
    for (const reading of itemsOf(expected, 'shows')) checkExpression(remarks, child(reading, 'expr'));
    for (const timed of [...itemsOf(item, 'do'), ...itemsOf(expected, 'shows')]) {
      const at = durationAt(timed, 'at');
      if (until !== null && at !== null && at > until) remarks.error(child(timed, 'at') ?? timed, `lies after the case ends, ${formatDuration(until)}`);
    }
    if (scenario === null) continue;
    const slos = scenario.fleet.slos.map((slo) => slo.name);
    for (const key of ['breaksSlo', 'keepsSlo']) for (const name of itemsOf(expected, key)) remarks.knownValue(name, slos, 'SLO', 'SLOs');
    const alerts = scenario.alertRules.flatMap((group) => group.rules.flatMap((rule) => (rule.kind === 'alert' ? [rule.alert] : [])));
    for (const name of itemsOf(expected, 'fires')) remarks.knownValue(name, alerts, 'alert', 'Alerts');
    const { services, databases, poolers, loadBalancer } = scenario.fleet;
    const writers = [...new Set([...services, ...databases, ...poolers, loadBalancer].map(({ name }) => name))];
    for (const line of itemsOf(expected, 'logs')) remarks.known(line, 'service', writers, 'component that logs', 'They are');
  }
}
