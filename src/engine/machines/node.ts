import { createMachine } from 'xstate';

/**
 * A machine of the cluster, from the wish for one to its end; once its kubelet has registered, as the control plane sees it: by heartbeats.
 * Source: Kubernetes docs, concepts/architecture/nodes; Compute Engine docs, instance life cycle.
 */
export const nodeMachine = createMachine({
  id: 'node',
  initial: 'requested',
  states: {
    requested: { on: { INSERTED: { target: 'booting', actions: 'boot' }, REFUSED: { target: 'gone', actions: 'backOff' } } },
    booting: { on: { REGISTERED: { target: 'ready', actions: 'admitPods' }, REFUSED: { target: 'gone', actions: 'backOff' } } },
    ready: { on: { HEARTBEATS_MISSED: { target: 'unknown', actions: ['taint', 'markPodsNotReady'] }, REMOVED: { target: 'gone', actions: 'forgetNode' } } },
    unknown: { on: { HEARTBEAT: { target: 'ready', actions: 'untaint' } } },
    gone: { type: 'final' },
  },
});
