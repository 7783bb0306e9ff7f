import { describe, expect, it } from 'vitest';
import type { SliFrame } from '../../src/contract/frame.ts';
import { letterChanges, letterOf } from '../../src/stores/change-letters.ts';
import { pagerOrder, resolvedAlerts } from '../../src/stores/pager-order.ts';
import { budgetEmptyUs, fineNouns, worstSli } from '../../src/stores/what-hurts.ts';
import { at, FRAME } from '../view/play/fixture-frame.ts';

describe('change letters', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [51, 'AZ'],
    [52, 'BA'],
  ])('change %i is %s', (index, letter) => {
    expect(letterOf(index)).toBe(letter);
  });

  it('a letter never moves when later changes arrive', () => {
    const before = letterChanges(FRAME.changes.slice(0, 4)).map((change) => `${change.letter} ${change.title}`);
    const after = letterChanges(FRAME.changes).map((change) => `${change.letter} ${change.title}`);
    expect(after.slice(0, 4)).toEqual(before);
  });
});

describe('pager order', () => {
  it('puts the page nobody took on top, then pages, warnings and notices, newest first', () => {
    expect(pagerOrder(FRAME.alerts).map((alert) => alert.name)).toEqual([
      'PlaylistReadyBelow75',
      'SLO burn 14.4×, latency',
      'SLO burn 14.4×, availability',
      'WebApiUpstreamSlow',
      'GatewayRetryRatioHigh',
      'CPUThrottlingHigh',
    ]);
  });

  it('keeps resolved and pending alerts apart', () => {
    const alerts = [
      { ...FRAME.alerts[0], state: 'resolved' as const, resolvedUs: at(1) },
      { ...FRAME.alerts[1], state: 'pending' as const },
    ];
    expect(pagerOrder(alerts)).toEqual([]);
    expect(resolvedAlerts(alerts)).toHaveLength(1);
  });
});

describe('what hurts', () => {
  const sli = (name: string, burn: number, breached: boolean): SliFrame => ({ ...FRAME.slis[0], name, noun: name, burn, breached });

  it('a breach counts before a faster burn that is no breach; a choice counts before both', () => {
    const slis = [sli('a', 900, false), sli('b', 20, true), sli('c', 30, true)];
    expect(worstSli(slis)?.name).toBe('c');
    expect(worstSli(slis, 'a')?.name).toBe('a');
    expect(worstSli([])).toBeNull();
  });

  it('says what is fine without a noun that is hurt in any way', () => {
    expect(fineNouns(FRAME)).toEqual(['home loads', 'searches']);
  });

  it('a burn of one holds, a burn of 720 empties a full budget in an hour', () => {
    expect(budgetEmptyUs({ ...FRAME.slis[0], burn: 1, budgetLeft: 0.5 }, 0)).toBeNull();
    expect(budgetEmptyUs({ ...FRAME.slis[0], burn: 720, budgetLeft: 1 }, 0)).toBe(3600e6);
  });
});
