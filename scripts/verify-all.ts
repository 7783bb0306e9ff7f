import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgressLine } from '../src/cli/progress-line.ts';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';
import { describeReport } from '../src/cli/proving/report.ts';
import { verifyScenarios } from '../src/cli/proving/verify-scenarios.ts';
import { scenarioIds, scenarioPath } from '../src/cli/scenario-choice.ts';

// `npm run verify:all`: every scenario's cases on seeds 1–20; the report is committed, and `npm test` fails when it is stale.
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

const progress = createProgressLine();
const report = await verifyScenarios(scenarioIds().map(scenarioPath), SEEDS, (ratio) => progress.show(ratio, 'playing cases'));
progress.clear();
process.stdout.write(describeReport(report));
writeFileSync(join(PROJECT_ROOT, 'scenarios/verify-report.json'), `${JSON.stringify(report, null, 1)}\n`);
if (!report.passed) process.exitCode = 1;
