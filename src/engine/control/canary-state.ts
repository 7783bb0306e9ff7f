/** What the Rollouts controller holds about a canary. */
export interface CanaryState {
  /** Index of the replica set that users can rely on: the last one that went through all steps. */
  stable: number;
  /** Step it is at; as many as there are steps when all are done. */
  step: number;
  /** Since when it waits at a pause step, -1 elsewhere. */
  pausedUs: number;
  aborted: boolean;
  /** Why; '' when a person did it. */
  abortedBecause: string;
  /** Steps, pauses and analyses are skipped this time. */
  promoteFull: boolean;
  /** Analysis runs of the present step and in the background; -1 none. */
  stepRun: number;
  backgroundRun: number;
  /** Pods older than this are to be replaced, one after another; -1 none. */
  restartUs: number;
}

export function createCanaryState(stable: number, steps: number): CanaryState {
  return { stable, step: steps, pausedUs: -1, aborted: false, abortedBecause: '', promoteFull: false, stepRun: -1, backgroundRun: -1, restartUs: -1 };
}

/** An AnalysisRun. Never forgotten, so its number names it for ever. */
export interface AnalysisRunState {
  service: number;
  revision: number;
  name: string;
  /** Step it belongs to, -1 for one in the background. */
  step: number;
  startedUs: number;
  /** Why it failed, '' otherwise. */
  message: string;
  /** As in its template. */
  metrics: MetricRunState[];
}

export interface MetricRunState {
  phase: 'Running' | 'Successful' | 'Failed' | 'Error';
  successful: number;
  failed: number;
  errors: number;
  errorsInARow: number;
  /** The last ones, oldest first. */
  measurements: { atUs: number; value: number | null; phase: 'Successful' | 'Failed' | 'Error' }[];
}
