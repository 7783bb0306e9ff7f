import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/scenario/schema/instant.ts';
import { formatDuration, parseBytes, parseCpu, parseDuration, parseShare } from '../../src/scenario/schema/quantity.ts';
import { randomDuration } from '../../src/scenario/schema/random-duration.ts';

describe('durations', () => {
  it.each([
    ['90s', 90_000_000],
    ['14m30s', 870_000_000],
    ['1h', 3_600_000_000],
    ['250ms', 250_000],
    ['1.5ms', 1_500],
    ['600us', 600],
    ['2d', 172_800_000_000],
    ['-12m', -720_000_000],
    ['0s', 0],
    ['-0s', 0],
  ])('%s is %i µs', (text, us) => expect(parseDuration(text)).toBe(us));

  it.each(['', '5', 'm', '5 s', '5sec', '1h -5m', '--1m', '1.2.3s', '1e3s', '½h'])('%s is none', (text) => expect(parseDuration(text)).toBeNull());

  it('come back from their text', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (us) => parseDuration(formatDuration(us)) === us));
  });
});

describe('amounts', () => {
  it.each([
    ['0.3%', 0.003],
    ['99.9%', 0.999],
    ['100%', 1],
    [0.25, 0.25],
  ])('%s is a share of %d', (value, share) => expect(parseShare(value)).toBe(share));
  it.each([
    ['500m', 500],
    [2, 2000],
    [0.5, 500],
  ])('%s is %d millicores', (value, milli) => expect(parseCpu(value)).toBe(milli));
  it.each([
    ['512Mi', 536_870_912],
    ['1.5Gi', 1_610_612_736],
    ['256Ki', 262_144],
  ])('%s is %d bytes', (value, bytes) => expect(parseBytes(value)).toBe(bytes));
});

describe('instants', () => {
  it('agree with the platform’s calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000_000_000, max: 60_000_000_000 }), (seconds) => {
        const text = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
        return !/^\d{4}-/.test(text) || parseInstant(text) === seconds * 1000;
      }),
    );
  });
  it.each(['2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01', '2026-01-01T00:00:00+01:00'])('%s is none', (text) =>
    expect(parseInstant(text)).toBeNull(),
  );
});

describe('random durations', () => {
  it('turn p50 and p99 into a median and a sigma', () => {
    const model = randomDuration.parse({ lognormal: { p50: '8ms', p99: '40ms' } });
    if (model.kind !== 'lognormal') throw new Error(model.kind);
    expect(model.medianUs).toBe(8_000);
    // The 99th percentile of the standard normal, from tables: 2.326348.
    expect(8_000 * Math.exp(model.sigma * 2.326348)).toBeCloseTo(40_000, 0);
  });

  it('take a tail in a share of cases', () => {
    expect(randomDuration.parse({ exponential: '2ms', tail: { share: '0.3%', time: '1s' } })).toEqual({
      kind: 'mixture',
      base: { kind: 'exponential', meanUs: 2_000 },
      tail: { kind: 'constant', us: 1_000_000 },
      tailShare: 0.003,
    });
  });
});
