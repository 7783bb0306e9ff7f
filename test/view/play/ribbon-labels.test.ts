import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestRows } from '../../../src/view/play/ribbon-labels.ts';

describe('names of changes in the ribbon', () => {
  it('keep every letter clear of the one before it while two rows have room (law)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 8, max: 120 }), { minLength: 1, maxLength: 9 }), (gaps) => {
        let px = 100;
        const places = gaps.map((gap) => {
          px += gap;
          return px;
        });
        const rows = bestRows(
          places.map(() => ({ title: 'playlist v2.41.0' })),
          places,
          5000,
          5000,
        );
        for (const row of [0, 1]) {
          const mine = places.filter((_, index) => rows[index].row === row);
          mine.slice(1).forEach((place, index) => {
            expect(place - mine[index]).toBeGreaterThanOrEqual(15);
          });
        }
      }),
    );
  });

  it('gives a long name the row where it can be read', () => {
    const rows = bestRows([{ title: 'autovacuum of playlist_tracks' }, { title: 'a' }, { title: 'b' }], [100, 130, 400], 900, 900);
    expect(rows[0].row).not.toBe(rows[1].row);
    expect(rows[0].end).toBeGreaterThan(100 + 22 + 29 * 5.9);
  });

  it('stops the upper row at the playhead', () => {
    for (const { row, end } of bestRows([{ title: 'a' }, { title: 'b' }], [100, 160], 200, 900)) if (row === 0) expect(end).toBeLessThanOrEqual(194);
  });
});
