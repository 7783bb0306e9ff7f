import { createMachine } from 'xstate';

/** An AnalysisRun: measurements of metrics, judged. Source: Argo Rollouts docs, features/analysis; analysis_types.go (AnalysisPhase). */
export const analysisMachine = createMachine({
  id: 'analysis',
  initial: 'pending',
  states: {
    pending: { on: { STARTED: 'running' } },
    running: {
      on: {
        PASSED: 'successful',
        FAILED: { target: 'failed', actions: 'abortRollout' },
        ERRED: { target: 'error', actions: 'abortRollout' },
        /** The rollout is over, and needs it no longer. */
        TERMINATED: 'successful',
      },
    },
    successful: { type: 'final' },
    failed: { type: 'final' },
    error: { type: 'final' },
  },
});
