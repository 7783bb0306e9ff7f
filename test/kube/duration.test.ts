import { describe, expect, it } from 'vitest';
import { goDuration, humanDuration, parseGoDuration } from '../../src/kube/duration.ts';

const S = 1,
  M = 60,
  H = 3600,
  D = 86_400,
  Y = 365 * D;

describe('humanDuration', () => {
  // The cases of k8s.io/apimachinery pkg/util/duration duration_test.go (TestHumanDurationBoundaries and neighbours).
  it.each([
    [-2 * S, '<invalid>'],
    [-1 * S, '0s'],
    [0, '0s'],
    [S, '1s'],
    [119 * S, '119s'],
    [120 * S, '2m'],
    [121 * S, '2m1s'],
    [10 * M - 1, '9m59s'],
    [10 * M, '10m'],
    [10 * M + 1, '10m'],
    [3 * H - 1, '179m'],
    [3 * H, '3h'],
    [3 * H + 1, '3h'],
    [3 * H + M, '3h1m'],
    [8 * H - 1, '7h59m'],
    [8 * H, '8h'],
    [8 * H + M, '8h'],
    [48 * H - 1, '47h'],
    [48 * H, '2d'],
    [48 * H + M, '2d'],
    [49 * H, '2d1h'],
    [8 * D - 1, '7d23h'],
    [8 * D, '8d'],
    [8 * D + 23 * H, '8d'],
    [2 * Y - 1, '729d'],
    [2 * Y, '2y'],
    [2 * Y + D, '2y1d'],
    [8 * Y - 1, '7y364d'],
    [8 * Y, '8y'],
    [8 * Y + 364 * D, '8y'],
  ])('%d s is %s', (seconds, text) => expect(humanDuration(seconds * 1_000_000)).toBe(text));
});

describe('parseGoDuration', () => {
  it.each([
    ['90s', 90e6],
    ['1m30s', 90e6],
    ['1.5h', 5400e6],
    ['300ms', 300e3],
    ['0', 0],
    ['-5s', -5e6],
    ['5', null],
    ['abc', null],
    ['', null],
    ['1m s', null],
  ])('%s', (text, us) => expect(parseGoDuration(text)).toBe(us));
  it('reads what goDuration writes', () => {
    for (const seconds of [0, 1, 59, 60, 3599, 3600, 86_461]) expect(parseGoDuration(goDuration(seconds * 1e6))).toBe(seconds * 1e6);
  });
});
