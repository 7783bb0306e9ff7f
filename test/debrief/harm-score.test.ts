import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HarmFrame } from '../../src/contract/frame.ts';
import { gradeHarm, gradeOwnHarm, keptShare, ownHarm } from '../../src/debrief/harm-score.ts';
import type { HarmSample } from '../../src/debrief/run-forks.ts';
import { actionsOf } from '../../src/session/run-facts.ts';
import { at, FACTS } from '../postmortem/run-facts-fixture.ts';

const harm = (failed: number, slow = 0): HarmFrame => ({ failedRequests: failed, slowRequests: slow, badSeconds: 0 });

describe('harm against two forks', () => {
  // design.md §6: (harm of doing nothing − harm) / (harm of doing nothing − harm of the reference response)
  it.each([
    [49_100, 222_800, 9_100, 0.813],
    [9_100, 222_800, 9_100, 1],
    [222_800, 222_800, 9_100, 0],
    [300_000, 222_800, 9_100, 0],
    [5_000, 222_800, 9_100, 1],
  ])('%d of %d, reference %d: %f kept', (mine, nothing, reference, kept) => {
    expect(keptShare(harm(mine), harm(nothing), harm(reference))).toBeCloseTo(kept, 3);
    expect(gradeHarm(harm(mine), harm(nothing), harm(reference)).points).toBeCloseTo(40 * kept, 1);
  });

  it('counts failed and slow alike', () => expect(keptShare(harm(10, 40), harm(60, 40), harm(0))).toBe(0.5));

  it('never punishes a run in which nothing could be kept and no more was lost', () => {
    expect(keptShare(harm(5), harm(5), harm(5))).toBeNull();
    expect(gradeHarm(harm(5), harm(5), harm(5)).points).toBe(40);
    expect(gradeHarm(harm(9), harm(5), harm(5)).points).toBe(0);
  });

  it('falls as harm grows, and stays within its points', () => {
    const some = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(some, some, some, some, (a, b, nothing, reference) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((value) => gradeHarm(harm(value), harm(nothing), harm(reference)).points);
        return less >= more && more >= 0 && less <= 40;
      }),
    );
  });
});

const samples = (points: readonly (readonly [number, number])[]): HarmSample[] =>
  points.map(([minutes, failed]) => ({ atUs: at(minutes), harm: harm(failed) }));

describe('harm of one’s own', () => {
  const actions = actionsOf(FACTS.commands);
  const nothing = samples([
    [0, 0],
    [10, 1_000],
    [20, 10_000],
    [30, 30_000],
  ]);

  it('finds the moment the run was worse than doing nothing, and what had just been done', () => {
    const own = ownHarm(
      samples([
        [0, 0],
        [10, 1_000],
        [20, 11_500],
        [30, 14_000],
      ]),
      nothing,
      actions,
    );
    expect(own.excess).toBe(1_500);
    expect(own.after?.what).toBe('kubectl scale deploy/playlist --replicas=14');
    const part = gradeOwnHarm(own, harm(30_000), FACTS.epoch, null);
    expect(part.points).toBe(5);
    expect(part.reasons.map((reason) => reason.text).join(' ')).toMatch(/1,500 more .*--replicas=14” at 14:18/);
  });

  it('is none when the run was never worse, or only by chance', () => {
    expect(
      gradeOwnHarm(
        ownHarm(
          samples([
            [0, 0],
            [10, 900],
            [20, 9_000],
            [30, 9_100],
          ]),
          nothing,
          actions,
        ),
        harm(30_000),
        FACTS.epoch,
        null,
      ).points,
    ).toBe(10);
    expect(
      gradeOwnHarm(
        ownHarm(
          samples([
            [0, 0],
            [10, 1_000],
            [20, 10_100],
            [30, 10_200],
          ]),
          nothing,
          actions,
        ),
        harm(30_000),
        FACTS.epoch,
        null,
      ).points,
    ).toBe(10);
  });

  it('costs all its points from a tenth of the harm of doing nothing', () => {
    expect(
      gradeOwnHarm(
        ownHarm(
          samples([
            [0, 0],
            [10, 1_000],
            [20, 13_000],
            [30, 33_000],
          ]),
          nothing,
          actions,
        ),
        harm(30_000),
        FACTS.epoch,
        null,
      ).points,
    ).toBe(0);
  });
});
