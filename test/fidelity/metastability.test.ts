import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CALLERS, CAPACITY, type LoadStep, loadUpAndDown } from '../../scripts/metastability/experiment.ts';
import { goodputPlot } from '../../scripts/metastability/plot.ts';
import { ROOT } from '../../scripts/setup/install.mjs';

/** docs/metastability.md: with retries the way down is not the way up; without it is; with a budget b it is as long as d / (1 − b) can be served. */
function holdsClaim(name: string, steps: readonly LoadStep[]): void {
  const goodput = (direction: 'up' | 'down', offered: number): number =>
    steps.find((step) => step.direction === direction && step.offered === offered)?.goodput ?? Number.NaN;
  for (const offered of [80, 120, 160, 170]) {
    expect(offered).toBeLessThan(CAPACITY);
    // so near the capacity retries alone may tip it on the way up
    if (offered < 170 || name !== '3 retries, no budget') expect(Math.abs(goodput('up', offered) / offered - 1)).toBeLessThan(0.03);
    if (name === '3 retries, no budget') expect(goodput('down', offered)).toBeLessThan(0.02 * offered);
    else expect(Math.abs(goodput('down', offered) / offered - 1)).toBeLessThan(0.03);
  }
  // 190 / (1 − 0.1) cannot be served, 190 can
  if (name === 'no retries') expect(goodput('down', 190)).toBeGreaterThan(0.8 * 190);
  else expect(goodput('down', 190)).toBeLessThan(0.02 * 190);
  expect(goodput('up', 250)).toBeLessThan(0.02 * CAPACITY);
}

describe('goodput while the load rises and falls', () => {
  it('is what the picture in the docs shows (if not: npm run metastability)', () => {
    const panels = CALLERS.map(({ name, retries }) => ({ name, steps: loadUpAndDown(retries, 1) }));
    for (const { name, steps } of panels) holdsClaim(name, steps);
    expect(readFileSync(join(ROOT, 'docs/metastability.svg'), 'utf8')).toBe(goodputPlot(panels));
  });

  it.each(CALLERS)('$name, with another seed', ({ name, retries }) => holdsClaim(name, loadUpAndDown(retries, 2)));
});
