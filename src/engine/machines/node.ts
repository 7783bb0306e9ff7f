import { createMachine } from 'xstate';

/** A node as the control plane sees it: by its kubelet's heartbeats. Source: Kubernetes docs, concepts/architecture/nodes. */
export const nodeMachine = createMachine({
  id: 'node',
  initial: 'ready',
  states: {
    ready: { on: { HEARTBEATS_MISSED: { target: 'unknown', actions: ['taint', 'markPodsNotReady'] } } },
    unknown: { on: { HEARTBEAT: { target: 'ready', actions: 'untaint' } } },
  },
});
