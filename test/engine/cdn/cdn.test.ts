import { describe, expect, it } from 'vitest';
import { restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { cheHitRatio, zipf } from '../../fidelity/queueing-theory.ts';
import { mostOff, type StreamingOptions, streaming, TWO_REGIONS } from './streaming-fleet.ts';

/** As the caches' tests against theory: test/fidelity/queues.test.ts. */
const WITHIN = 0.02;
const TRACKS = 20_000;
const EXPONENT = 0.9;
const catalogue = (capacity: number): string => `capacityKeys: ${capacity}\n  tracks: {count: ${TRACKS}, exponent: ${EXPONENT}}`;

describe('the cache of a point of presence', () => {
  it.each([
    { segments: 'first: 1', capacity: 2_000 },
    // three objects a track and three times the room: the share of hits is that of whole tracks
    { segments: 'first: 1, ahead: 2', capacity: 6_000 },
  ])("hits as often as Che's approximation says: $segments, $capacity objects", ({ segments, capacity }) => {
    const play = streaming({ perSecond: 1_000, segments, cdn: catalogue(capacity) });
    play.during(20);
    const { hits, misses, asked } = play.during(40);
    const theory = cheHitRatio(zipf(TRACKS, EXPONENT), 2_000);
    expect(Math.abs(hits / (hits + misses) / theory - 1), `${hits / (hits + misses)}, not ${theory}`).toBeLessThan(WITHIN);
    // nearly nobody asks for what is just being fetched when that takes a millisecond
    expect(asked / misses).toBeGreaterThan(0.99);
    expect(asked).toBeLessThanOrEqual(misses);
  });

  it('knows nothing after an invalidation, and warms up as fast as people ask', () => {
    const perSecond = 1_000;
    const play = streaming({ perSecond, cdn: catalogue(TRACKS) });
    play.during(40);
    expect(play.engine.execute({ kind: 'purge-cdn', path: '/segments/*' }, 'dana')).toMatchObject({ ok: true });
    for (let second = 0; second < 12; second += 4) {
      const { hits, misses } = play.during(4);
      // a track of rate r has been asked for within t with probability 1 - exp(-rt); averaged over the four seconds
      const theory = zipf(TRACKS, EXPONENT).reduce((sum, share) => {
        const rate = share * perSecond;
        return sum + share * (1 - (Math.exp(-rate * second) - Math.exp(-rate * (second + 4))) / (4 * rate));
      }, 0);
      expect(Math.abs(hits / (hits + misses) - theory), `after ${second} s`).toBeLessThan(mostOff(theory, 4 * perSecond) + 0.01);
    }
  });

  it('forgets one object alone when that is named, and takes what its origin answers after that', () => {
    const play = streaming({ perSecond: 100, cdn: 'capacityKeys: 10\n  tracks: {count: 2, exponent: 1}' });
    play.during(5);
    expect(play.during(5)).toMatchObject({ misses: 0, asked: 0 });
    play.engine.execute({ kind: 'purge-cdn', path: '/segments/1.m4s' }, 'dana');
    expect(play.during(5)).toMatchObject({ misses: 1, asked: 1 });
    play.engine.execute({ kind: 'purge-cdn', path: '/covers/*' }, 'dana');
    expect(play.during(5)).toMatchObject({ misses: 0, asked: 0 });
  });

  it('asks the origin once for what many want at the same time', () => {
    const play = streaming({ perSecond: 500, cdn: 'capacityKeys: 10\n  tracks: {count: 1, exponent: 1}\n  ttl: 20s', origin: 'time: {constant: 400ms}' });
    const cold = play.during(5);
    expect(cold.asked).toBe(1);
    // those of 400 ms, at 500 a second
    expect(cold.misses).toBeGreaterThan(140);
    expect(cold.misses).toBeLessThan(260);
    const waited = play.lines().filter(({ cacheHit }) => !cacheHit);
    // the first for as long as the origin takes, the last hardly: all of them get the same answer at the same instant
    const answered = waited.map(({ atUs }) => atUs);
    expect(Math.max(...answered) - Math.min(...answered)).toBe(0);
    expect(Math.max(...waited.map(({ seconds }) => seconds))).toBeCloseTo(0.425, 6);
    expect(new Set(waited.map(({ details }) => details))).toEqual(new Set(['response_sent_by_backend']));
    expect(play.during(14)).toMatchObject({ misses: 0, asked: 0 });
    // after its time to live it is fetched again, once
    expect(play.during(10).asked).toBe(1);
  });
});

describe('the origin', () => {
  it('answers 429 above its rate, which a cold cache needs and a warm one does not', () => {
    const play = streaming({
      perSecond: 400,
      segments: 'first: 1, retries: 0',
      cdn: 'capacityKeys: 5000\n  tracks: {count: 5000, exponent: 0.9}',
      maxRate: 60,
    });
    const cold = play.during(10);
    const good = play.count('backend_request_count', { response_code: '200' });
    expect(cold.asked).toBeGreaterThan(1_000);
    // a second's worth to begin with, then the rate
    expect(good).toBeLessThanOrEqual(60 + 10 * 60 + 1);
    expect(good).toBeGreaterThan(60 + 10 * 60 - 5);
    expect(play.harm().failed).toBe(play.count('request_count', { response_code: '429' }));
    play.during(170);
    const failed = play.harm().failed;
    const warm = play.during(20);
    expect(warm.asked).toBeLessThan(20 * 60);
    expect(play.harm().failed - failed).toBeLessThan(20);
    play.engine.execute({ kind: 'purge-cdn' }, 'dana');
    play.during(10);
    expect(play.harm().failed - failed).toBeGreaterThan(500);
  });

  it('is one of the externals: where that is slow or fails, so do misses, and hits do not', () => {
    const play = streaming({ perSecond: 200, segments: 'first: 1, retries: 0', cdn: catalogue(2_000), origin: 'time: {constant: 50ms}' });
    play.during(20);
    expect(play.harm()).toMatchObject({ failed: 0, slow: 0 });
    play.engine.execute({ kind: 'set-external', external: 'media', slowdown: 10, failures: 0.25 }, 'scenario');
    const before = play.harm();
    const { misses, hits } = play.during(30);
    const after = play.harm();
    const failed = after.failed - before.failed;
    const slow = after.slow - before.slow;
    expect(Math.abs(failed / misses - 0.25)).toBeLessThan(mostOff(0.25, misses) + 0.01);
    expect(Math.abs((failed + slow) / misses - 1)).toBeLessThan(0.05);
    expect(hits).toBeGreaterThan(misses / 2);
    expect(play.lines().every(({ cacheHit, status }) => !cacheHit || status === 200)).toBe(true);
  });
});

describe('a user who wants to hear something', () => {
  const failing = (segments: string, failures: number, options: StreamingOptions = {}) => {
    const play = streaming({ perSecond: 200, segments, cdn: 'capacityKeys: 10\n  tracks: {count: 2, exponent: 1}', ...options });
    play.engine.execute({ kind: 'set-cdn', failures }, 'scenario');
    play.during(60);
    return play;
  };

  it.each([
    { retries: 0, first: 1, theory: 0.3 },
    { retries: 1, first: 1, theory: 0.09 },
    { retries: 1, first: 2, theory: 1 - 0.91 * 0.91 },
  ])('fails when one of the first $first segments is not there after $retries further tries', ({ retries, first, theory }) => {
    const { failed, total } = failing(`first: ${first}, ahead: 3, retries: ${retries}`, 0.3).harm();
    expect(Math.abs(failed / total - theory), `${failed / total}`).toBeLessThan(mostOff(theory, total));
  });

  it('waits for the first ones alone: later ones are nobody’s failure, and are tried again', () => {
    const play = failing('first: 1, ahead: 3, retries: 3', 0.05);
    const { total, slow } = play.harm();
    const { failed } = play.harm();
    expect(failed).toBeLessThan(total * 0.001);
    // a try and an immediate one take no 200 ms; the second back-off is a second
    expect(Math.abs(slow / total - 0.05 * 0.05)).toBeLessThan(mostOff(0.0025, total));
    const asked = play.count('request_count', { cache_result: 'HIT' }) + play.count('request_count', { cache_result: 'MISS' });
    const refused = play.count('request_count', { response_code: '503' });
    expect(Math.abs(refused / (asked + refused) - 0.05)).toBeLessThan(mostOff(0.05, asked + refused));
    expect(asked / total).toBeGreaterThan(3.99);
  });

  it('leaves after the time-out of a segment, tries again, and gives up', () => {
    const play = streaming({
      perSecond: 20,
      segments: 'first: 1, timeout: 1s, retries: 1',
      cdn: 'capacityKeys: 10\n  tracks: {count: 2, exponent: 1}',
      time: '2s',
    });
    play.during(20);
    const { failed, total } = play.harm();
    expect(failed).toBe(total);
    expect(total).toBeGreaterThan(300);
    const left = play.lines();
    expect(new Set(left.map(({ details, status }) => `${status} ${details}`))).toEqual(new Set(['0 client_disconnected_before_any_response']));
    expect(new Set(left.map(({ seconds }) => seconds))).toEqual(new Set([1]));
  });

  it('fetches segments too where the app has kept the answer that says from where', () => {
    const play = streaming({ perSecond: 100, client: 'cache: {route: /stream, ttl: 1h, users: 50}' });
    play.during(30);
    expect(play.count('request_count', { matched_url_path_rule: '/stream' })).toBeLessThan(60);
    expect(play.count('request_count', { matched_url_path_rule: '/segments/*' })).toBeGreaterThan(2_800);
    expect(play.harm().total).toBe(play.count('request_count', { matched_url_path_rule: '/segments/*' }));
  });
});

describe('a point of presence', () => {
  it('that is slow hurts those who come in there, and nobody else', () => {
    const play = streaming({ ...TWO_REGIONS, perSecond: 100, cdn: 'capacityKeys: 100\n  tracks: {count: 50, exponent: 1}' });
    play.during(20);
    expect(play.harm()).toMatchObject({ failed: 0, slow: 0 });
    expect(play.engine.execute({ kind: 'set-cdn', pointOfPresence: 'bru', slowdown: 100 }, 'scenario')).toMatchObject({ ok: true });
    const fromUs = 620e6 - 600e6;
    play.during(20);
    const since = play.lines().filter(({ atUs }) => atUs > fromUs + 1e6);
    const at = (cacheId: string) => since.filter((line) => line.cacheId === cacheId).map(({ seconds }) => seconds);
    expect(Math.max(...at('iad'))).toBeLessThan(0.03);
    expect(Math.min(...at('bru'))).toBeGreaterThan(0.5);
    expect(at('iad').length).toBeGreaterThan(700);
    expect(at('bru').length).toBeGreaterThan(700);
    const slow = play.lines().filter(({ seconds }) => seconds > 0.2).length;
    expect(play.harm()).toMatchObject({ failed: 0, slow });
    expect(play.count('request_count', { proxy_continent: 'Europe' })).toBe(play.lines().filter(({ cacheId }) => cacheId === 'bru').length);
  });

  it('has a cache of its own, purged alone when it is named', () => {
    const play = streaming({ ...TWO_REGIONS, perSecond: 200, cdn: 'capacityKeys: 100\n  tracks: {count: 50, exponent: 0.1}' });
    play.during(20);
    expect(play.count('backend_request_count', { proxy_continent: 'America' })).toBe(50);
    expect(play.count('backend_request_count', { proxy_continent: 'Europe' })).toBe(50);
    play.engine.execute({ kind: 'purge-cdn', pointOfPresence: 'iad' }, 'scenario');
    play.during(20);
    expect(play.count('backend_request_count', { proxy_continent: 'America' })).toBe(100);
    expect(play.count('backend_request_count', { proxy_continent: 'Europe' })).toBe(50);
  });
});

describe('the CDN', () => {
  it('goes on from a snapshot as it would have without, fetches under way among it', () => {
    const options = { perSecond: 300, segments: 'first: 1, ahead: 2', origin: 'time: {exponential: 300ms}, failures: 5%' };
    const straight = streaming(options);
    straight.during(7);
    const saved = snapshotWorld(straight.engine.world);
    expect(straight.cdn.fills.inUse).toBeGreaterThan(10);
    straight.during(8);
    const again = streaming(options);
    again.during(3);
    restoreWorld(again.engine.world, saved);
    again.during(12);
    expect(again.digest()).toBe(straight.digest());
  });

  it('refuses what cannot be done, with what there is', () => {
    const { engine } = streaming(TWO_REGIONS);
    for (const kind of ['set-cdn', 'purge-cdn'] as const)
      expect(engine.execute({ kind, pointOfPresence: 'brx' }, 'scenario')).toMatchObject({
        ok: false,
        refusal: { code: 'command/point_of_presence_not_found', message: 'no point of presence "brx"; there are iad, bru' },
      });
    for (const path of ['segments/*', '/seg*', '/*/1.m4s', '/a?b'])
      expect(engine.execute({ kind: 'purge-cdn', path }, 'dana')).toMatchObject({ ok: false, refusal: { code: 'command/bad_path' } });
  });
});
