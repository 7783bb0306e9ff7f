import { casesPath } from '../scenario/load-cases.ts';
import { createProgressLine } from './progress-line.ts';
import { describeReport } from './proving/report.ts';
import { verifyScenarios } from './proving/verify-scenarios.ts';
import { scenarioPath } from './scenario-choice.ts';

interface VerifyOptions {
  /** Seeds 1 to this many; 2 when not said. */
  readonly seeds?: number;
  readonly json?: boolean;
}

/** Proves that scenarios play: runs the cases beside each over seeds 1…N. Exit code 1 when one does not hold. */
export async function verifyVerb(scenarios: readonly string[], options: VerifyOptions): Promise<void> {
  const paths = scenarios.map((argument) => scenarioPath(scenarioOf(argument)));
  const seeds = Array.from({ length: options.seeds ?? 2 }, (_, i) => i + 1);
  const progress = createProgressLine();
  const report = await verifyScenarios(paths, seeds, (ratio) => progress.show(ratio, 'playing cases'));
  progress.clear();
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : describeReport(report));
  if (!report.passed) process.exitCode = 1;
}

/** `x.test.yaml` means the scenario it tests. */
function scenarioOf(argument: string): string {
  const scenario = argument.replace(/\.test\.ya?ml$/, '.yaml');
  return casesPath(scenario) === argument ? scenario : argument;
}
