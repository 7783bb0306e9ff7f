import { expect, it } from 'vitest';
import { scenarioCardOf } from '../../src/app/scenario-card.ts';
import { storeFrames } from '../../src/session/frames/store-frames.ts';
import { snapshot } from '../../src/session/rates.ts';
import { streaming } from '../engine/cdn/streaming-fleet.ts';

it('the CDN on the map: what players ask, how much of it the caches have, and what fails', () => {
  const play = streaming({ segments: 'first: 1, ahead: 1', cdn: 'capacityKeys: 100\n  tracks: {count: 1000, exponent: 0.9}' });
  const { world } = play.engine;
  const { stores } = scenarioCardOf(world.plan.scenario);
  // in no region; its origin has no box of its own, as no service asks it
  expect(stores.map(({ name, kind, region, host }) => [name, kind, region, host])).toEqual([['cdn', 'cdn', '', 'media.example']]);
  const during = (seconds: number) => {
    const then = snapshot(world);
    const { hits, misses } = play.during(seconds);
    const frames = storeFrames(world, snapshot(world), then);
    expect(frames).toHaveLength(1);
    return { hits, all: hits + misses, cdn: frames[0] };
  };
  const well = during(20);
  expect(well.cdn.perSecond).toBeCloseTo(well.all / 20);
  expect(well.all).toBeGreaterThan(3_000);
  expect(well.cdn).toMatchObject({ region: '', errorRatio: 0, saturation: 1, caption: `hit ${((100 * well.hits) / well.all).toFixed(1)}%` });
  // what it fails itself has not been looked for
  play.engine.execute({ kind: 'set-cdn', failures: 0.5 }, 'dana');
  expect(Math.abs(during(20).cdn.errorRatio - 0.5)).toBeLessThan(0.03);
});

it('a fleet without a CDN shows none', () => {
  const { world } = streaming().engine;
  const none = { ...world, s: { ...world.s, cdn: undefined } };
  expect(storeFrames(none, snapshot(none), snapshot(none))).toEqual([]);
});
