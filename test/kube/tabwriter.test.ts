import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignRows, alignTabs } from '../../src/kube/tabwriter.ts';

describe('alignTabs', () => {
  it('a column is a block of neighbouring lines that have it', () => {
    expect(alignTabs('a\tb\nlonger\tb\nno tabs\nx\ty\n', 0, 2)).toBe('a       b\nlonger  b\nno tabs\nx  y\n');
  });
  it('the last cell of a line does not widen a column', () => expect(alignTabs('a\tvery long\nbb\tc\td\n', 0, 2)).toBe('a   very long\nbb  c  d\n'));
  it('text is kept whatever its shape', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.stringMatching(/^[a-z]{0,6}$/), { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const text = rows.map((row) => row.join('\t')).join('\n');
        expect(alignTabs(text, 0, 2).replace(/ /g, '')).toBe(text.replace(/\t/g, ''));
      }),
    ));
});

describe('alignRows', () => {
  it('remembers widths for the rows of a watch', () => {
    const widths: number[] = [];
    alignRows(
      [
        ['NAME', 'AGE'],
        ['playlist-1', '5s'],
      ],
      widths,
    );
    expect(alignRows([['b', '7s']], widths)).toBe('b            7s\n');
  });
  it('a column is at least six wide', () => expect(alignRows([['A', 'B']])).toBe('A     B\n'));
});
