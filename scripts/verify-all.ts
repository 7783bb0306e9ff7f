import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';
import { openCases } from '../src/cli/proving/open-cases.ts';
import { describeReport, type VerifyReport } from '../src/cli/proving/report.ts';
import { scenarioIds, scenarioPath } from '../src/cli/scenario-choice.ts';
import { SIM_VERSION } from '../src/session/sim-version.ts';

// `npm run verify:all`: every scenario's cases on seeds 1–20; the report is committed, and `npm test` fails when it is stale. With names
// (`npm run verify:all -- tuesday-tickets`) only those are played, with `--stale` those of which the report is not of today. Each is written down as soon
// as it has been played, so that a run that is stopped loses the scenario it was at and no more.
const SEEDS = '20';
const REPORT = join(PROJECT_ROOT, 'scenarios/verify-report.json');

const all = scenarioIds();
const [flags, names] = [process.argv.slice(2).filter((word) => word.startsWith('-')), process.argv.slice(2).filter((word) => !word.startsWith('-'))];
refuseUnless(
  flags.every((flag) => flag === '--stale'),
  `no option ${flags.join(', ')}; there is --stale`,
);
const unknown = names.filter((id) => !all.includes(id));
refuseUnless(unknown.length === 0, `no scenario ${unknown.join(', ')}; there are: ${all.join(', ')}`);

const named = names.length > 0 ? names : all;
const chosen = flags.includes('--stale') ? named.filter((id) => !isOfToday(id)) : named;
const rest = all.filter((id) => !chosen.includes(id));
refuseUnless(
  rest.length === 0 || reported().simVersion === SIM_VERSION,
  `the report is of simulation ${reported().simVersion}, this is ${SIM_VERSION}: run verify:all without names`,
);
if (chosen.length === 0) console.error('the report is of today: nothing to play');

let isPassed = true;
chosen.forEach((id, at) => {
  const beganMs = Date.now();
  console.error(`${id}: ${at + 1} of ${chosen.length}, seeds 1 to ${SEEDS} …`);
  const played = play(id);
  process.stdout.write(describeReport(played));
  console.error(`${id}: ${played.passed ? 'passed' : 'did not pass'}, ${Math.round((Date.now() - beganMs) / 6_000) / 10} min`);
  isPassed &&= played.passed;
  // nothing of another simulation is kept
  const before = reported().simVersion === SIM_VERSION ? reported().scenarios : [];
  const kept = before.filter(({ scenario }) => all.includes(scenario) && scenario !== id);
  const scenarios = [...played.scenarios, ...kept].sort((a, b) => all.indexOf(a.scenario) - all.indexOf(b.scenario));
  const report: VerifyReport = { ...played, passed: scenarios.every(({ passed }) => passed), scenarios };
  writeFileSync(REPORT, `${JSON.stringify(report, null, 1)}\n`);
});
process.exitCode = isPassed ? 0 : 1;

/** The program itself runs it: its worker threads exist only in the bundle. */
function play(id: string): VerifyReport {
  const verify = ['bin/brownout.mjs', 'verify', id, '--seeds', SEEDS, '--json'];
  const run = spawnSync(process.execPath, verify, { cwd: PROJECT_ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
  if (run.stdout === '') process.exit(run.status ?? 1);
  return JSON.parse(run.stdout) as VerifyReport;
}

function reported(): VerifyReport {
  return JSON.parse(readFileSync(REPORT, 'utf8')) as VerifyReport;
}

/** Whether the report holds the scenario as it is, passed. */
function isOfToday(id: string): boolean {
  const { simVersion, scenarios } = reported();
  const row = scenarios.find(({ scenario }) => scenario === id);
  const { playedHash, casesHash } = openCases(scenarioPath(id));
  return simVersion === SIM_VERSION && row?.passed === true && row.scenarioHash === playedHash && row.casesHash === casesHash;
}

function refuseUnless(holds: boolean, says: string): void {
  if (holds) return;
  console.error(says);
  process.exit(2);
}
