import { transition } from 'xstate';
import { type AlertEvent, alertMachine, type AlertState } from './alert-machine.ts';

/** The machine is a table of ten pairs; each is asked of XState once (it takes tens of microseconds) and remembered. */
const known = new Map<string, AlertState>();

/** The state the machine goes to; the same state when it has no edge for the event. */
export function nextAlertState(state: AlertState, event: AlertEvent): AlertState {
  const key = `${state} ${event}`;
  let next = known.get(key);
  if (next === undefined) {
    const [snapshot] = transition(alertMachine, alertMachine.resolveState({ value: state }), { type: event });
    next = snapshot.value as AlertState;
    known.set(key, next);
  }
  return next;
}
