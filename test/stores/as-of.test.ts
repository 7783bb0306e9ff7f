import { describe, expect, it } from 'vitest';
import { alertsAsOf, frameAsOf, playheadAt } from '../../src/stores/as-of.ts';
import { pagerOrder } from '../../src/stores/pager-order.ts';
import { at, FRAME } from '../view/play/fixture-frame.ts';

describe('reading the past', () => {
  it.each([
    ['far back', at(2), at(14), at(2)],
    ['almost now is now', at(14) - 2e6, at(14), null],
    ['ahead of now is now', at(15), at(14), null],
    ['before the first instant is the first instant', -5, at(14), 0],
  ])('%s', (_, us, nowUs, head) => expect(playheadAt(us, nowUs)).toBe(head));

  it('takes back what had not happened: firing, answer, end', () => {
    const [page] = FRAME.alerts.filter((alert) => alert.acknowledgedUs === at(4.7));
    const over = { ...page, state: 'resolved' as const, resolvedUs: at(9) };
    expect(alertsAsOf([over], at(3.9))).toEqual([]);
    expect(alertsAsOf([over], at(4.2))[0]).toMatchObject({ state: 'firing', acknowledgedUs: null, acknowledgedBy: '', resolvedUs: null });
    expect(alertsAsOf([over], at(6))[0]).toMatchObject({ state: 'firing', acknowledgedUs: at(4.7) });
    expect(alertsAsOf([over], at(10))[0]).toMatchObject({ state: 'resolved', resolvedUs: at(9) });
  });

  it('leaves the frame alone at now, and shows only what had come before', () => {
    expect(frameAsOf(FRAME, null)).toBe(FRAME);
    const past = frameAsOf(FRAME, at(4.5));
    expect(pagerOrder(past.alerts).every((alert) => (alert.firedUs ?? Infinity) <= at(4.5))).toBe(true);
    expect(past.changes.every((change) => change.atUs <= at(4.5))).toBe(true);
    expect(past.slis).toBe(FRAME.slis);
  });
});
