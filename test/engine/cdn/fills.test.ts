import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addFill, createFillTable, findFill, removeFill } from '../../../src/engine/cdn/fills.ts';
import { NONE } from '../../../src/engine/requests/attempt-table.ts';

it('finds exactly the fills that are under way, whatever came and went', () => {
  // few objects, many of the same bucket
  const object = fc.integer({ min: 0, max: 40 }).map((n) => (n % 4) + 1024 * Math.floor(n / 4));
  fc.assert(
    fc.property(fc.array(object, { maxLength: 300 }), (objects) => {
      const table = createFillTable(2);
      const known = new Map<number, number>();
      objects.forEach((key, at) => {
        const row = findFill(table, key);
        expect(row !== NONE).toBe(known.has(key));
        if (row === NONE) {
          addFill(table, key, at, 200 + (at % 2));
          known.set(key, at);
          return;
        }
        const begun = known.get(key) ?? Number.NaN;
        expect([table.object[row], table.dueUs[row], table.status[row]]).toEqual([key, begun, 200 + (begun % 2)]);
        removeFill(table, row);
        known.delete(key);
      });
      expect(table.inUse).toBe(known.size);
    }),
  );
});
