import { createMachine } from 'xstate';

/** Phases of an incident as responders go through them: detect, triage, mitigate, resolve, write up. */
export const incidentMachine = createMachine({
  id: 'incident',
  initial: 'detect',
  states: {
    detect: { on: { ACKNOWLEDGED: 'triage', DECLARED: 'triage', ACTED: 'mitigate', MITIGATED: 'resolve', RESOLVED: 'write-up' } },
    triage: { on: { ACTED: 'mitigate', MITIGATED: 'resolve', RESOLVED: 'write-up' } },
    mitigate: { on: { MITIGATED: 'resolve', RESOLVED: 'write-up' } },
    resolve: { on: { RESOLVED: 'write-up', HURT_AGAIN: 'mitigate' } },
    'write-up': { on: { HURT_AGAIN: 'mitigate' } },
  },
});
