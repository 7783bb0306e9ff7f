import { parentPort } from 'node:worker_threads';
import { openCases } from './proving/open-cases.ts';
import { runCases } from './proving/run-cases.ts';
import type { SeedJob, SeedMessage } from './proving/seed-threads.ts';

/** One thread of `verify`: plays all cases of a scenario on the seed it is sent. */
parentPort?.on('message', (job: SeedJob) => void play(job));

async function play({ path, seed }: SeedJob): Promise<void> {
  try {
    const { scenario, cases } = openCases(path);
    const outcomes = await runCases(scenario, cases, seed, (ratio) => post({ kind: 'progress', ratio }));
    post({ kind: 'done', outcomes });
  } catch (error) {
    post({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function post(message: SeedMessage): void {
  parentPort?.postMessage(message);
}
