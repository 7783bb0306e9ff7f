import { describe, expect, it } from 'vitest';
import { nextAlertState } from '../../src/alerting/alert-transition.ts';
import type { AlertEvent, AlertState } from '../../src/alerting/alert-machine.ts';

describe('the alert machine', () => {
  it.each<[AlertState, AlertEvent, AlertState]>([
    ['inactive', 'waiting', 'pending'],
    ['inactive', 'held', 'firing'],
    ['inactive', 'cleared', 'inactive'],
    ['inactive', 'forgotten', 'inactive'],
    ['pending', 'waiting', 'pending'],
    ['pending', 'held', 'firing'],
    ['pending', 'cleared', 'inactive'],
    ['pending', 'forgotten', 'pending'],
    ['firing', 'waiting', 'firing'],
    ['firing', 'held', 'firing'],
    ['firing', 'cleared', 'resolved'],
    ['firing', 'forgotten', 'firing'],
    ['resolved', 'waiting', 'pending'],
    ['resolved', 'held', 'firing'],
    ['resolved', 'cleared', 'resolved'],
    ['resolved', 'forgotten', 'inactive'],
  ])('%s on %s is %s', (state, event, next) => {
    expect(nextAlertState(state, event)).toBe(next);
  });
});
