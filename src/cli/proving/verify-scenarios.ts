import { createSession } from '../../session/session.ts';
import { openCases } from './open-cases.ts';
import { scenarioReport, type VerifyReport } from './report.ts';
import { runInThreads } from './seed-threads.ts';

/** Plays the cases of all `paths` on all `seeds`, in worker threads. @throws UsageError when a file has problems */
export async function verifyScenarios(paths: readonly string[], seeds: readonly number[], onProgress: (ratio: number) => void): Promise<VerifyReport> {
  const provables = paths.map(openCases);
  const jobs = provables.flatMap(({ path }) => seeds.map((seed) => ({ path, seed })));
  const outcomes = await runInThreads(jobs, onProgress);
  const scenarios = provables.map((provable) => scenarioReport(provable, outcomes.filter((_, i) => jobs[i].path === provable.path).flat()));
  return { simVersion: simVersionOf(provables[0]), passed: scenarios.every((scenario) => scenario.passed), seeds, scenarios };
}

/** Version of the simulation, as every recording has it. */
export function simVersionOf(provable: { readonly scenario: Parameters<typeof createSession>[0] }): string {
  return createSession(provable.scenario, 1).recording().simVersion;
}
