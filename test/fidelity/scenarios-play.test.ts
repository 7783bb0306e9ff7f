import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { VerifyReport } from '../../src/cli/proving/report.ts';
import { scenarioIds } from '../../src/cli/scenario-choice.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Two of the twenty seeds of `npm run verify:all`, so that a change of the simulation cannot hide behind an old report. */
it('every scenario’s cases hold on two seeds', () => {
  const run = spawnSync(process.execPath, ['bin/brownout.mjs', 'verify', ...scenarioIds(), '--seeds', '2', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect(run.stderr.replaceAll(/^\d+% playing cases\n/gm, '')).toBe('');
  const report = JSON.parse(run.stdout) as VerifyReport;
  const failures = report.scenarios.flatMap((scenario) =>
    scenario.cases.flatMap((one) =>
      one.runs.flatMap((played) => (played.failures ?? []).map((failure) => `${scenario.scenario}, ${one.name}, seed ${played.seed}: ${failure}`)),
    ),
  );
  expect(failures).toEqual([]);
  expect(run.status).toBe(0);
});
