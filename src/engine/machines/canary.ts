import { createMachine } from 'xstate';

/**
 * Phase of a Rollout that goes by canary. Source: Argo Rollouts docs, features/canary and getting-started; utils/rollout/rolloututil.go.
 * Unlike a Deployment it can go back by itself: a failed analysis aborts it, and it stays degraded until its template is put back.
 */
export const canaryMachine = createMachine({
  id: 'canary',
  initial: 'healthy',
  states: {
    healthy: { on: { TEMPLATE_CHANGED: { target: 'progressing', actions: 'startSteps' }, PAUSED: 'paused' } },
    progressing: {
      on: {
        TEMPLATE_CHANGED: { target: 'progressing', actions: 'startSteps' },
        PAUSED: 'paused',
        COMPLETED: 'healthy',
        ABORTED: { target: 'degraded', actions: 'backToStable' },
        DEADLINE_EXCEEDED: 'degraded',
      },
    },
    paused: {
      on: {
        TEMPLATE_CHANGED: { target: 'progressing', actions: 'startSteps' },
        RESUMED: 'progressing',
        ABORTED: { target: 'degraded', actions: 'backToStable' },
      },
    },
    degraded: {
      on: {
        TEMPLATE_CHANGED: { target: 'progressing', actions: 'startSteps' },
        PROGRESSED: 'progressing',
        RETRIED: { target: 'progressing', actions: 'startSteps' },
        ABORTED: { target: 'degraded', actions: 'backToStable' },
      },
    },
  },
});
