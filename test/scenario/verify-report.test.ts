import { describe, expect, it } from 'vitest';
import { openCases } from '../../src/cli/proving/open-cases.ts';
import type { VerifyReport } from '../../src/cli/proving/report.ts';
import { scenarioIds, scenarioPath } from '../../src/cli/scenario-choice.ts';
import { SIM_VERSION } from '../../src/session/sim-version.ts';
import { filesIn } from './files.ts';

const REPORT = JSON.parse(filesIn('scenarios').read('verify-report.json') ?? '{}') as VerifyReport;

/** The committed proof that the scenarios play. When this fails: npm run verify:all, look at what changed, commit the report. */
describe('scenarios/verify-report.json', () => {
  it.each(scenarioIds())('is of today’s %s, cases and simulation', (id) => {
    const provable = openCases(scenarioPath(id));
    const row = REPORT.scenarios.find((candidate) => candidate.scenario === id);
    expect({ simVersion: REPORT.simVersion, scenario: row?.scenarioHash, cases: row?.casesHash }).toEqual({
      simVersion: SIM_VERSION,
      scenario: provable.playedHash,
      cases: provable.casesHash,
    });
  });

  it('holds seeds 1 to 20, and every case passed on each', () => {
    expect(REPORT.seeds).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    for (const scenario of REPORT.scenarios) {
      for (const one of scenario.cases) {
        expect(one.runs.map((run) => run.seed)).toEqual(REPORT.seeds);
        expect({ case: one.name, failures: one.runs.flatMap((run) => run.failures ?? []) }).toEqual({ case: one.name, failures: [] });
      }
    }
    expect(REPORT.passed).toBe(true);
  });
});
