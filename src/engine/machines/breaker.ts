import { createMachine } from 'xstate';

/** Circuit breaker as in resilience4j: closed, open for a while, half-open with a few trial calls. */
export const breakerMachine = createMachine({
  id: 'breaker',
  initial: 'closed',
  states: {
    closed: { on: { TRIPPED: { target: 'open', actions: 'startCooling' } } },
    open: { on: { COOLED: { target: 'halfOpen', actions: 'resetTrials' } } },
    halfOpen: { on: { TRIALS_PASSED: { target: 'closed', actions: 'resetWindow' }, TRIAL_FAILED: { target: 'open', actions: 'startCooling' } } },
  },
});
