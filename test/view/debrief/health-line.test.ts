import { describe, expect, it } from 'vitest';
import { floorOf, harmPaths, type HealthScale, healthPath, timeTicks, xOf, yOf } from '../../../src/view/debrief/health-line.ts';
import { spreadLabels } from '../../../src/view/debrief/story-lanes.ts';
import { EPOCH } from '../fixture/incident.ts';

const scale: HealthScale = { fromUs: 0, toUs: 100e6, left: 0, right: 100, top: 0, bottom: 50, floor: 0.5 };
const series = (...goodRatio: (number | null)[]) => ({ stepUs: 10e6, fromUs: 0, goodRatio });

describe('the sag', () => {
  it('has 100% on top and the floor at the bottom; time runs to the right and never leaves the chart', () => {
    expect([yOf(scale, 1), yOf(scale, 0.75), yOf(scale, 0.5), yOf(scale, 0.1)]).toEqual([0, 25, 50, 50]);
    expect([xOf(scale, 0), xOf(scale, 50e6), xOf(scale, 999e6), xOf(scale, -1)]).toEqual([0, 50, 100, 0]);
  });

  it('leaves a gap where nobody came', () => {
    expect(healthPath(series(1, null, 1), scale)).toBe('M5.0 0.0M25.0 0.0');
  });

  it('hatches each stretch of harm by itself', () => {
    const { area, line } = harmPaths(series(1, 0.5, 0.5, 1, 0.75), scale);
    expect(area).toBe('M15 0L15 50L25 50L25 0ZM45 0L45 25L45 0Z');
    expect(line).toBe('M15 50L25 50M45 25');
  });

  it.each([
    [[1, 0.99], 0.98],
    [[0.97], 0.9],
    [[0.66], 0.6],
    [[0], 0],
  ])('of %j stands on the floor %f', (ratios, floor) => {
    expect(floorOf([series(...ratios)])).toBe(floor);
  });

  it('has ticks on round minutes of the wall clock', () => {
    expect(timeTicks(0, 40 * 60e6, EPOCH, 5).map((tick) => tick.text)).toEqual(['13:30', '13:40', '13:50', '14:00', '14:10']);
    expect(timeTicks(3 * 60e6, 9 * 60e6, EPOCH, 4).map((tick) => tick.text)).toEqual(['13:34', '13:36', '13:38']);
  });

  it('puts labels into rows in which none covers another, and leaves out what has no room', () => {
    expect(
      spreadLabels(
        [
          { x: 10, width: 40 },
          { x: 20, width: 40 },
          { x: 25, width: 40 },
          { x: 90, width: 20 },
        ],
        2,
      ),
    ).toEqual([0, 1, -1, 0]);
  });
});
