import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/scenario/nearest.ts';

describe('edit distance', () => {
  it.each([
    ['playlist', 'playlists', 1],
    ['catlog', 'catalog', 1],
    ['ctaalog', 'catalog', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['minIdle', 'minidle', 0.5],
  ])('%s to %s is %d', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  it('is zero only for the same word, the same both ways, and at most the longer word', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        return distance === editDistance(b, a) && (distance === 0) === (a === b) && distance <= Math.max(a.length, b.length);
      }),
    );
  });
});

describe('nearest name', () => {
  it.each([
    ['playlists', 'playlist'],
    ['Auth', 'auth'],
    ['recs', 'recs'],
    ['rec', 'recs'],
    ['payments', null],
    ['x', null],
  ])('%s means %s', (word, meant) => expect(nearest(word, ['auth', 'catalog', 'playlist', 'recs'])).toBe(meant));
});
