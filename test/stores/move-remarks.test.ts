import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProseFlag } from '../../src/contract/postmortem.ts';
import { moveRemarks } from '../../src/stores/move-remarks.ts';

describe('remarks while the text is edited', () => {
  it('keep their words or go (law)', () => {
    const text = fc.string({ minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.string({ maxLength: 6 }), (before, a, b, c, d, piece) => {
        const cut = (one: number, two: number): [number, number] => {
          const [from, to] = [one % before.length, two % before.length].sort((x, y) => x - y);
          return [from, to + 1];
        };
        const flag: ProseFlag = { kind: 'blame', span: cut(a, b), suggestion: '' };
        const [from, to] = cut(c, d);
        const after = before.slice(0, from) + piece + before.slice(to);
        for (const moved of moveRemarks([flag], before, after)) expect(after.slice(...moved.span)).toBe(before.slice(...flag.span));
      }),
    );
  });

  it('move with text put in before them', () => {
    expect(moveRemarks([{ kind: 'blame', span: [4, 8], suggestion: '' }], 'The crew ran it', 'Then the crew ran it').map((flag) => flag.span)).toEqual([
      [9, 13],
    ]);
  });
});
