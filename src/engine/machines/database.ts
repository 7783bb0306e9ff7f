import { createMachine } from 'xstate';

/**
 * A PostgreSQL instance: its role and its life. A standby becomes a primary by promotion and never goes back (it would have to be rebuilt); a primary
 * that was stopped or lost its power comes back as the primary it was, whoever has been promoted meanwhile. Source: PostgreSQL 15 docs, warm-standby.
 */
export const databaseMachine = createMachine({
  id: 'database',
  initial: 'starting',
  states: {
    starting: { on: { READY_AS_PRIMARY: 'primary', READY_AS_STANDBY: 'standby', STOP: { target: 'fenced', actions: 'closeSessions' }, POWER_LOST: 'down' } },
    primary: {
      on: {
        /** A PANIC: the postmaster starts everything anew. */
        CRASHED: { target: 'starting', actions: 'closeSessions' },
        STOP: { target: 'fenced', actions: 'closeSessions' },
        POWER_LOST: { target: 'down', actions: 'loseSessions' },
      },
    },
    standby: {
      on: {
        PROMOTE: { target: 'promoting', actions: 'stopReceiving' },
        STOP: { target: 'fenced', actions: 'closeSessions' },
        POWER_LOST: { target: 'down', actions: 'loseSessions' },
      },
    },
    promoting: {
      on: {
        REPLAYED: { target: 'primary', actions: 'beginTimeline' },
        STOP: { target: 'fenced', actions: 'closeSessions' },
        POWER_LOST: { target: 'down', actions: 'loseSessions' },
      },
    },
    /** Stopped by its operator (activation policy NEVER). */
    fenced: { on: { START: 'starting' } },
    /** Its machine has no power: nothing sent to it comes back. */
    down: { on: { POWER_BACK: 'starting', STOP: 'fenced' } },
  },
});
