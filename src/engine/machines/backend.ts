import { createMachine } from 'xstate';

/**
 * A pod as the load balancer sees it: in its network endpoint group or not, and by its own health checks, which are not the kubelet's.
 * A new endpoint gets traffic when its first check has passed. Source: docs.cloud.google.com/load-balancing/docs/health-check-concepts.
 */
export const backendMachine = createMachine({
  id: 'backend',
  initial: 'detached',
  states: {
    detached: { on: { ATTACHED: { target: 'unhealthy', actions: 'startChecking' } } },
    unhealthy: { on: { PASSED: { target: 'healthy', actions: 'useBackend' }, DETACHED: { target: 'detached' } } },
    healthy: {
      on: {
        FAILED: { target: 'unhealthy', actions: 'leaveBackend' },
        DETACHED: { target: 'detached', actions: 'leaveBackend' },
      },
    },
  },
});
