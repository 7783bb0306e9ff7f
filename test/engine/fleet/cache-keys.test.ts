import { describe, expect, it } from 'vitest';
import { cacheGet, cacheSet, createCacheState, keyOf, keysOf, zipfOf } from '../../../src/engine/fleet/cache.ts';
import { openStream } from '../../../src/base/random.ts';

const COUNT = 2_000;
const REGIONS = 2;

/** Hit ratio of a cache over requests of which users of region 1 make up this share, the rest are of region 2. */
function hitRatio(zipf: ReturnType<typeof zipfOf>, cache: ReturnType<typeof createCacheState>, seed: number, shareOfFirst: number, requests = 40_000): number {
  const stream = openStream(seed, 'keys');
  const before = { hits: cache.hits, misses: cache.misses };
  for (let i = 0; i < requests; i++) {
    const home = stream.next() < shareOfFirst ? 1 : 2;
    const key = keyOf(zipf, stream.bits(), stream.bits(), 1, home);
    if (!cacheGet(cache, key, i)) cacheSet(cache, key, i);
  }
  return (cache.hits - before.hits) / (cache.hits - before.hits + cache.misses - before.misses);
}

describe('keys of a cache', () => {
  it('are the same for all users where no share is a region’s own', () => {
    const zipf = zipfOf(COUNT, 0.9);
    expect(keysOf(zipf, REGIONS)).toBe(COUNT);
    for (let key = 1; key < 200; key++) expect(keyOf(zipf, key, 7, 1, 1)).toBe(keyOf(zipf, key, 7, 1, 2));
  });

  it('are a region’s own in that share of requests, and nobody else’s', () => {
    const zipf = zipfOf(COUNT, 0.9, 0.6);
    expect(keysOf(zipf, REGIONS)).toBe(3 * COUNT);
    const drawn = Array.from({ length: 20_000 }, (_, at) => keyOf(zipf, at, 11, 1, 2));
    const own = drawn.filter((key) => key >= 2 * COUNT && key < 3 * COUNT).length / drawn.length;
    expect(drawn.every((key) => key < COUNT || key >= 2 * COUNT)).toBe(true);
    // three standard deviations of a share of 20,000
    expect(Math.abs(own - 0.6)).toBeLessThan(3 * Math.sqrt((0.6 * 0.4) / 20_000));
  });

  it('make a cache cold for users it has never seen, and as warm as ever again once it has', () => {
    const zipf = zipfOf(COUNT, 0.9, 0.6);
    const cache = createCacheState(keysOf(zipf, REGIONS), 1e12, keysOf(zipf, REGIONS));
    hitRatio(zipf, cache, 1, 0);
    const warm = hitRatio(zipf, cache, 2, 0, 4_000);
    const cold = hitRatio(zipf, cache, 3, 1, 4_000);
    hitRatio(zipf, cache, 4, 1);
    const known = hitRatio(zipf, cache, 5, 1, 4_000);
    expect(warm).toBeGreaterThan(0.97);
    // what everybody reads is there (0.4), and of the rest what has been asked for since
    expect(cold).toBeLessThan(warm - 0.15);
    expect(known).toBeGreaterThan(0.97);
  });
});
