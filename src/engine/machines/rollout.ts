import { createMachine } from 'xstate';

/** Progress of a Deployment. Source: Kubernetes 1.28 pkg/controller/deployment/progress.go. There is no automatic rollback. */
export const rolloutMachine = createMachine({
  id: 'rollout',
  initial: 'complete',
  states: {
    complete: {
      on: {
        TEMPLATE_CHANGED: { target: 'progressing', actions: 'startDeadline' },
        SCALED: { target: 'progressing', actions: 'startDeadline' },
        PAUSED: 'paused',
      },
    },
    progressing: {
      on: {
        TEMPLATE_CHANGED: { target: 'progressing', actions: 'startDeadline' },
        PROGRESSED: { target: 'progressing', actions: 'startDeadline' },
        COMPLETED: 'complete',
        DEADLINE_EXCEEDED: 'stalled',
        PAUSED: 'paused',
      },
    },
    stalled: {
      on: {
        TEMPLATE_CHANGED: { target: 'progressing', actions: 'startDeadline' },
        PROGRESSED: { target: 'progressing', actions: 'startDeadline' },
        COMPLETED: 'complete',
        PAUSED: 'paused',
      },
    },
    paused: { on: { RESUMED: { target: 'progressing', actions: 'startDeadline' } } },
  },
});
