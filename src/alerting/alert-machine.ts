import { createMachine } from 'xstate';

/**
 * The life of one alert, as in Prometheus' rules/alerting.go. `held` is sent when the expression yields the series and its `for` has passed, `waiting` when
 * it has not; `cleared` when the series is gone. A firing alert that must keep firing gets no event until it may resolve. A resolved alert
 * is retained for a while, then forgotten.
 */
export const alertMachine = createMachine({
  id: 'alert',
  initial: 'inactive',
  states: {
    inactive: { on: { waiting: 'pending', held: 'firing' } },
    pending: { on: { held: 'firing', cleared: 'inactive' } },
    firing: { on: { cleared: 'resolved' } },
    resolved: { on: { waiting: 'pending', held: 'firing', forgotten: 'inactive' } },
  },
});

export type AlertState = 'inactive' | 'pending' | 'firing' | 'resolved';
export type AlertEvent = 'waiting' | 'held' | 'cleared' | 'forgotten';
