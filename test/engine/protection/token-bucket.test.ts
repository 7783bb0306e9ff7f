import { describe, expect, it } from 'vitest';
import { createTokenBucket, takeToken } from '../../../src/engine/protection/token-bucket.ts';

const SETTINGS = { maxTokens: 10, tokensPerFill: 3, fillIntervalUs: 100_000 };

/** How many of a request every `stepUs` get a token until `untilUs`. */
function passed(stepUs: number, untilUs: number): number {
  const bucket = createTokenBucket(SETTINGS.maxTokens, 0);
  let count = 0;
  for (let at = 0; at < untilUs; at += stepUs) if (takeToken(bucket, SETTINGS, at)) count++;
  return count;
}

describe('a token bucket', () => {
  it('passes the burst and then what was put in, whenever it is looked at', () => {
    // 100 fills of 3 in ten seconds, the last one due at 9.9 s
    for (const stepUs of [100, 1_000, 7_001]) expect(passed(stepUs, 10e6)).toBe(10 + 99 * 3);
  });

  it('never holds more than its maximum', () => {
    const bucket = createTokenBucket(10, 0);
    let count = 0;
    while (takeToken(bucket, SETTINGS, 3_600e6)) count++;
    expect(count).toBe(10);
  });
});
