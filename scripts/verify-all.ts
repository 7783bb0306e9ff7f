import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';
import { describeReport, type VerifyReport } from '../src/cli/proving/report.ts';
import { scenarioIds } from '../src/cli/scenario-choice.ts';

// `npm run verify:all`: every scenario's cases on seeds 1–20; the report is committed, and `npm test` fails when it is stale. With names
// (`npm run verify:all -- tuesday-tickets`) only those are played, and the rest of the report stays, if it is of the same simulation.
const SEEDS = '20';
const REPORT = join(PROJECT_ROOT, 'scenarios/verify-report.json');

const all = scenarioIds();
const chosen = process.argv.slice(2);
const unknown = chosen.filter((id) => !all.includes(id));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  process.exit(2);
}

// The program itself runs it: its worker threads exist only in the bundle.
const verify = ['bin/brownout.mjs', 'verify', ...(chosen.length > 0 ? chosen : all), '--seeds', SEEDS, '--json'];
const run = spawnSync(process.execPath, verify, { cwd: PROJECT_ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
if (run.stdout === '') process.exit(run.status ?? 1);
const played = JSON.parse(run.stdout) as VerifyReport;
process.stdout.write(describeReport(played));
const report = chosen.length > 0 ? withTheRest(played) : played;
writeFileSync(REPORT, `${JSON.stringify(report, null, 1)}\n`);
process.exitCode = played.passed ? 0 : 1;

/** Scenarios that were not played now, as the report has them. */
function withTheRest(now: VerifyReport): VerifyReport {
  const before = JSON.parse(readFileSync(REPORT, 'utf8')) as VerifyReport;
  if (before.simVersion !== now.simVersion) {
    console.error(`the report is of simulation ${before.simVersion}, this is ${now.simVersion}: run verify:all without names`);
    process.exit(1);
  }
  const kept = before.scenarios.filter(({ scenario }) => all.includes(scenario) && !now.scenarios.some((other) => other.scenario === scenario));
  const scenarios = [...now.scenarios, ...kept].sort((a, b) => all.indexOf(a.scenario) - all.indexOf(b.scenario));
  return { ...now, passed: scenarios.every(({ passed }) => passed), scenarios };
}
