import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CaseOutcome } from './case-outcome.ts';

export interface SeedJob {
  readonly path: string;
  readonly seed: number;
}

export type SeedMessage =
  | { readonly kind: 'progress'; readonly ratio: number }
  | { readonly kind: 'done'; readonly outcomes: readonly CaseOutcome[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Beside the bundle this is part of: threads cannot run TypeScript. */
const THREAD = new URL('./verify-thread.cjs', import.meta.url);

/**
 * Runs jobs in as many worker threads as there are processors. A failing job ends all of them.
 * @param onProgress ratio of the whole, 0…1
 * @returns outcomes in the order of the jobs
 */
export async function runInThreads(jobs: readonly SeedJob[], onProgress: (ratio: number) => void): Promise<(readonly CaseOutcome[])[]> {
  const results: (readonly CaseOutcome[])[] = [];
  const progress = jobs.map(() => 0);
  let next = 0;
  const workers = Array.from({ length: Math.min(jobs.length, availableParallelism()) }, () => new Worker(THREAD));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (let i = next++; i < jobs.length; i = next++) {
          results[i] = await runJob(worker, jobs[i], (ratio) => {
            progress[i] = ratio;
            onProgress(progress.reduce((sum, part) => sum + part, 0) / jobs.length);
          });
          progress[i] = 1;
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

function runJob(worker: Worker, job: SeedJob, onProgress: (ratio: number) => void): Promise<readonly CaseOutcome[]> {
  return new Promise((resolve, reject) => {
    // by name: removeAllListeners would also take away Node's own, after which a second job's messages are never heard
    const end = (settle: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle();
    };
    const onMessage = (message: SeedMessage): void => {
      if (message.kind === 'progress') onProgress(message.ratio);
      else if (message.kind === 'done') end(() => resolve(message.outcomes));
      else end(() => reject(new Error(`${job.path}, seed ${job.seed}: ${message.reason}`)));
    };
    const onError = (error: Error): void => end(() => reject(error));
    const onExit = (code: number): void => end(() => reject(new Error(`${job.path}, seed ${job.seed}: the thread ended with code ${code}`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}
