import { describe, expect, it } from 'vitest';
import { isClose, quantitiesIn } from '../../src/postmortem/quantities.ts';

describe('figures in prose', () => {
  it.each([
    [
      'from 14:02 to 14:30 UTC',
      [
        ['time', 842],
        ['time', 870],
      ],
    ],
    ['for 28 minutes', [['duration', 1680]]],
    ['4 min 07 s after onset', [['duration', 247]]],
    ['1 h 05 min', [['duration', 3900]]],
    [
      '34% of 49,100 opens',
      [
        ['percent', 34],
        ['count', 49_100],
      ],
    ],
    [
      'about 49 100 opens, 0.5 percent',
      [
        ['percent', 0.5],
        ['count', 49_100],
      ],
    ],
    ['12k users', [['count', 12_000]]],
    ['release v2.41.0 on 2026-11-19, INC-0417', []],
  ])('%s', (text, expected) => {
    const found = quantitiesIn(text).map((quantity) => [quantity.kind, quantity.value]);
    expect(new Set(found.map(String))).toEqual(new Set(expected.map(String)));
  });

  it('accepts a tenth either way', () => {
    expect([isClose(110, 100), isClose(90, 100), isClose(111, 100), isClose(0, 100)]).toEqual([true, true, false, false]);
  });
});
