import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRfc3339, rfc1123z, rfc3339, rfc3339Nano } from '../../src/kube/timestamps.ts';

const EPOCH = { startUnixMs: 0, playStartUs: 0 };
const unixSeconds = fc.integer({ min: -2_000_000_000, max: 8_000_000_000 });

describe('timestamps agree with the platform calendar', () => {
  it('RFC 3339, there and back', () =>
    fc.assert(
      fc.property(unixSeconds, (seconds) => {
        const text = rfc3339(EPOCH, seconds * 1_000_000);
        expect(text).toBe(new Date(seconds * 1000).toISOString().replace('.000', ''));
        expect(parseRfc3339(text)).toBe(seconds);
      }),
    ));
  it('RFC 1123', () =>
    fc.assert(
      fc.property(unixSeconds, (seconds) => {
        const date = new Date(seconds * 1000);
        expect(rfc1123z(date.toISOString())).toBe(date.toUTCString().replace('GMT', '+0000'));
      }),
    ));
  it('keeps microseconds', () => expect(rfc3339Nano({ startUnixMs: 1_795_352_400_000, playStartUs: 0 }, 1_250_001)).toBe('2026-11-22T13:00:01.250001000Z'));
  it('is not fooled by other texts', () => expect(parseRfc3339('yesterday')).toBeNaN());
});
