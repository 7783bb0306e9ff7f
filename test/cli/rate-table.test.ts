import { describe, expect, it } from 'vitest';
import { readRateTable } from '../../src/cli/bench/rate-table.ts';

describe('a table of arrival rates', () => {
  it.each([
    ['5', [{ atSeconds: 0, perSecond: 5 }]],
    [
      '0s:5,10m:20, 1h:0',
      [
        { atSeconds: 0, perSecond: 5 },
        { atSeconds: 600, perSecond: 20 },
        { atSeconds: 3_600, perSecond: 0 },
      ],
    ],
    [
      '0:0.5,90:2',
      [
        { atSeconds: 0, perSecond: 0.5 },
        { atSeconds: 90, perSecond: 2 },
      ],
    ],
  ])('reads %s', (text, steps) => {
    expect(readRateTable(text)).toEqual(steps);
  });

  it.each([
    ['5m:3', 'begins at 300 s'],
    ['0s:x', 'entry 1: "x" is not a rate'],
    ['0s:5,10m', 'entry 2: "" is not a rate'],
    ['0s:5,soon:2', 'entry 2: "soon:2" is not a time and a rate'],
    ['0s:5,10m:1:2', 'entry 2: "10m:1:2" is not a time and a rate'],
    ['0s:5,10m:2,10m:3', '600 s comes after 600 s'],
    ['0s:-1', '"-1" is not a rate'],
    ['0s:0', 'no entry has arrivals'],
    ['', 'holds no rates'],
    ['src', 'src cannot be read (EISDIR)'],
  ])('refuses %s and says where', (text, message) => {
    expect(() => readRateTable(text)).toThrow(message);
  });
});
