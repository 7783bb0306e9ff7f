import { createMachine } from 'xstate';

/** Life of a container: waiting, running, terminated, and the restart back-off between. Source: Kubernetes docs, pod-lifecycle, container states. */
export const containerMachine = createMachine({
  id: 'container',
  initial: 'waiting',
  states: {
    waiting: { on: { CREATED: 'starting', REMOVED: 'terminated' } },
    starting: { on: { LISTENING: { target: 'running', actions: 'openPort' }, EXITED: { target: 'terminated', actions: 'closePort' } } },
    running: {
      on: {
        EXITED: { target: 'terminated', actions: 'closePort' },
        TERM: { target: 'stopping', actions: 'drain' },
      },
    },
    stopping: { on: { EXITED: { target: 'terminated', actions: 'closePort' } } },
    terminated: { on: { BACK_OFF: 'backOff', RESTARTED: 'starting' } },
    backOff: { on: { RESTARTED: 'starting', REMOVED: 'terminated' } },
  },
});
