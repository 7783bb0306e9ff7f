import { SIM_VERSION } from '../../session/sim-version.ts';
import { openCases } from './open-cases.ts';
import { scenarioReport, type VerifyReport } from './report.ts';
import { runInThreads } from './seed-threads.ts';

/** Plays the cases of all `paths` on all `seeds`, in worker threads. @throws UsageError when a file has problems */
export async function verifyScenarios(paths: readonly string[], seeds: readonly number[], onProgress: (ratio: number) => void): Promise<VerifyReport> {
  const provables = paths.map(openCases);
  const jobs = provables.flatMap(({ path }) => seeds.map((seed) => ({ path, seed })));
  const outcomes = await runInThreads(jobs, onProgress);
  const scenarios = provables.map((provable) => scenarioReport(provable, outcomes.filter((_, i) => jobs[i].path === provable.path).flat()));
  return { simVersion: SIM_VERSION, passed: scenarios.every((scenario) => scenario.passed), seeds, scenarios };
}
