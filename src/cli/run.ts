import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Micros } from '../contract/time.ts';
import { formatDuration } from '../scenario/schema/quantity.ts';
import { closeSqlEngine } from '../shell/psql/sql-engine.ts';
import { readDoFile } from './do-file.ts';
import { openSession } from './headless/open-session.ts';
import { playHeadless } from './headless/play.ts';
import { createProgressLine } from './progress-line.ts';
import { describeRun, runReport } from './run-report.ts';
import { UsageError } from './usage-error.ts';
import { writeRunFiles } from './write-run-files.ts';

interface RunOptions {
  readonly seed?: number;
  readonly until: Micros;
  readonly do?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Plays a scenario headless at full speed. */
export async function runVerb(scenario: string, options: RunOptions): Promise<void> {
  const plan = options.do === undefined ? [] : readDoFile(options.do);
  for (const action of plan) {
    if (action.atUs > options.until)
      throw new UsageError(`${options.do}: an action at ${formatDuration(action.atUs)} lies beyond --until ${formatDuration(options.until)}`);
  }
  if (options.out !== undefined) makeFolder(options.out);
  const began = performance.now();
  const session = openSession(scenario, options.seed);
  const progress = createProgressLine();
  const { playStartUs } = session.epoch;
  const { actions } = await playHeadless(session, plan, options.until, (ratio, nowUs) => {
    progress.show(ratio, nowUs < playStartUs ? 'warming up' : `playing ${formatDuration(Math.floor((nowUs - playStartUs) / 1e6) * 1e6)}`);
  });
  progress.clear();
  await closeSqlEngine();
  const report = runReport(session, options.until, (performance.now() - began) / 1000, actions);
  if (options.out !== undefined) writeRunFiles(session, options.out);
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : describeRun(report));
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`--out: ${resolve(path)}: ${(error as Error).message}`);
  }
}
