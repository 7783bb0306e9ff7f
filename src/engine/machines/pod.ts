import { createMachine } from 'xstate';

/** Life of a pod as the API server sees it. Source: Kubernetes docs, concepts/workloads/pods/pod-lifecycle. */
export const podMachine = createMachine({
  id: 'pod',
  initial: 'pending',
  states: {
    pending: { on: { SCHEDULED: { target: 'creating', actions: 'pullImage' }, DELETED: { target: 'gone', actions: 'forget' } } },
    creating: { on: { CONTAINER_STARTED: { target: 'notReady', actions: 'startProbing' }, DELETED: { target: 'terminating', actions: 'beginTermination' } } },
    notReady: {
      on: {
        PROBE_SUCCEEDED: { target: 'ready', actions: 'addEndpoint' },
        DELETED: { target: 'terminating', actions: 'beginTermination' },
      },
    },
    ready: {
      on: {
        PROBE_FAILED: { target: 'notReady', actions: 'removeEndpoint' },
        CONTAINER_DIED: { target: 'notReady', actions: 'removeEndpoint' },
        DELETED: { target: 'terminating', actions: ['removeEndpoint', 'beginTermination'] },
      },
    },
    terminating: { on: { CONTAINER_EXITED: { target: 'gone', actions: 'forget' } } },
    gone: { type: 'final' },
  },
});
