import { describe, expect, it } from 'vitest';
import type { Lifecycle } from '../../../src/engine/machines/lifecycle.ts';
import { createLifecycleStates, fire, MACHINES, STATE_NAMES } from '../../../src/engine/machines/lifecycle.ts';

/** Each row: from this state, this event leads to that state with these actions; null: the machine does not take it. */
const ROWS: readonly (readonly [Lifecycle, string, string, string | null, readonly string[]])[] = [
  ['pod', 'pending', 'SCHEDULED', 'creating', ['pullImage']],
  ['pod', 'creating', 'CONTAINER_STARTED', 'notReady', ['startProbing']],
  ['pod', 'notReady', 'PROBE_SUCCEEDED', 'ready', ['addEndpoint']],
  ['pod', 'ready', 'PROBE_FAILED', 'notReady', ['removeEndpoint']],
  ['pod', 'ready', 'DELETED', 'terminating', ['removeEndpoint', 'beginTermination']],
  ['pod', 'terminating', 'PROBE_SUCCEEDED', null, []],
  ['pod', 'terminating', 'CONTAINER_EXITED', 'gone', ['forget']],
  ['pod', 'gone', 'SCHEDULED', null, []],
  ['container', 'waiting', 'CREATED', 'starting', []],
  ['container', 'starting', 'LISTENING', 'running', ['openPort']],
  ['container', 'running', 'TERM', 'stopping', ['drain']],
  ['container', 'stopping', 'EXITED', 'terminated', ['closePort']],
  ['container', 'terminated', 'BACK_OFF', 'backOff', []],
  ['container', 'backOff', 'RESTARTED', 'starting', []],
  ['container', 'running', 'LISTENING', null, []],
  ['rollout', 'complete', 'TEMPLATE_CHANGED', 'progressing', ['startDeadline']],
  ['rollout', 'progressing', 'DEADLINE_EXCEEDED', 'stalled', []],
  ['rollout', 'stalled', 'COMPLETED', 'complete', []],
  ['rollout', 'complete', 'COMPLETED', null, []],
  ['node', 'requested', 'INSERTED', 'booting', ['boot']],
  ['node', 'requested', 'REFUSED', 'gone', ['backOff']],
  ['node', 'booting', 'REGISTERED', 'ready', ['admitPods']],
  ['node', 'ready', 'REFUSED', null, []],
  ['node', 'ready', 'REMOVED', 'gone', ['forgetNode']],
  ['node', 'unknown', 'REMOVED', null, []],
  ['breaker', 'closed', 'TRIPPED', 'open', ['startCooling']],
  ['breaker', 'open', 'COOLED', 'halfOpen', ['resetTrials']],
  ['breaker', 'halfOpen', 'TRIAL_FAILED', 'open', ['startCooling']],
  ['breaker', 'halfOpen', 'TRIALS_PASSED', 'closed', ['resetWindow']],
  ['breaker', 'closed', 'COOLED', null, []],
];

describe('lifecycles', () => {
  it.each(ROWS)('%s: %s on %s goes to %s', (lifecycle, from, event, to, actions) => {
    const states = createLifecycleStates(true);
    const { state } = states[lifecycle] ?? { state: new Uint8Array() };
    state[0] = STATE_NAMES[lifecycle].indexOf(from);
    const done = fire(states, lifecycle, 0, event);
    expect(done).toEqual(to === null ? null : actions);
    expect(STATE_NAMES[lifecycle][state[0]]).toBe(to ?? from);
  });

  it.each(Object.keys(MACHINES) as Lifecycle[])('%s: numbered states are the machine’s own, its initial one first', (lifecycle) => {
    const { states, initial } = MACHINES[lifecycle].config;
    expect([...STATE_NAMES[lifecycle]].sort()).toEqual(Object.keys(states ?? {}).sort());
    expect(STATE_NAMES[lifecycle][0]).toBe(initial);
  });
});
