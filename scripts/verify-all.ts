import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';
import { describeReport, type VerifyReport } from '../src/cli/proving/report.ts';
import { scenarioIds } from '../src/cli/scenario-choice.ts';

// `npm run verify:all`: every scenario's cases on seeds 1–20; the report is committed, and `npm test` fails when it is stale.
const SEEDS = '20';
const REPORT = join(PROJECT_ROOT, 'scenarios/verify-report.json');

// The program itself runs it: its worker threads exist only in the bundle.
const verify = ['bin/brownout.mjs', 'verify', ...scenarioIds(), '--seeds', SEEDS, '--json'];
const run = spawnSync(process.execPath, verify, { cwd: PROJECT_ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
if (run.stdout === '') process.exit(run.status ?? 1);
const report = JSON.parse(run.stdout) as VerifyReport;
writeFileSync(REPORT, `${JSON.stringify(report, null, 1)}\n`);
process.stdout.write(describeReport(report));
process.exitCode = report.passed ? 0 : 1;
