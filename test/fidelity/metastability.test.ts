import { describe, expect, it } from 'vitest';
import { CALLERS, CAPACITY, loadUpAndDown } from '../../scripts/metastability/experiment.ts';

/** docs/metastability.md: with retries the way down is not the way up; with a budget, or without retries, it is. */
describe('goodput while the load rises and falls', () => {
  it.each(CALLERS.flatMap((caller) => [2, 3].map((seed) => ({ ...caller, seed }))))(
    '$name, seed $seed',
    ({ name, retries, seed }) => {
      const steps = loadUpAndDown(retries, seed);
      const goodput = (direction: 'up' | 'down', offered: number): number =>
        steps.find((step) => step.direction === direction && step.offered === offered)?.goodput ?? Number.NaN;
      for (const offered of [80, 120, 160]) {
        expect(offered).toBeLessThan(CAPACITY);
        expect(Math.abs(goodput('up', offered) / offered - 1)).toBeLessThan(0.03);
        if (name === '3 retries, no budget') expect(goodput('down', offered)).toBeLessThan(0.02 * offered);
        else expect(Math.abs(goodput('down', offered) / offered - 1)).toBeLessThan(0.03);
      }
      expect(goodput('up', 250)).toBeLessThan(0.02 * CAPACITY);
    },
    120_000,
  );
});
