import { expect, it } from 'vitest';
import { BREAKER } from '../../src/engine/machines/lifecycle.ts';
import { batchMeans } from './batch-means.ts';
import { MEAN_MS, oneCaller } from './one-caller.ts';

/**
 * A call whose service time is exponential is given up with probability p = exp(−timeout / mean). A half-open breaker closes again when all of
 * its trial calls succeed: (1 − p)^trials of the time.
 */
const TIMEOUT_US = 23_026;
const TRIALS = 3;
const THEORY = (1 - Math.exp(-TIMEOUT_US / (MEAN_MS * 1_000))) ** TRIALS;

it('a half-open breaker closes as often as its trials succeed', () => {
  // The open period outlasts every call made before it, so that no late answer is taken for a trial's.
  const breaker = `{failureRatio: 5%, minimumCalls: 10, window: 10s, open: 30ms, halfOpenCalls: ${TRIALS}}`;
  const { engine, beginUs } = oneCaller(`timeout: ${TIMEOUT_US}us, optional: true, breaker: ${breaker}`, 2026);
  const ends = (): { closed: number; all: number } => {
    const seen = engine.world.s.lifecycles.seen.breaker;
    const closed = seen[BREAKER.halfOpen * 8 + BREAKER.closed] ?? 0;
    return { closed, all: closed + (seen[BREAKER.halfOpen * 8 + BREAKER.open] ?? 0) };
  };
  const batches = Array.from({ length: 30 }, (_, batch) => {
    const before = ends();
    engine.advance(beginUs + (batch + 1) * 25e6);
    const after = ends();
    return (after.closed - before.closed) / (after.all - before.all);
  });
  const { mean, halfWidth } = batchMeans(batches, 0.01);
  console.log(`half-open breaker closes: theory ${THEORY.toFixed(4)}, engine ${mean.toFixed(4)} ± ${halfWidth.toFixed(4)}, ${ends().all} times`);
  expect(halfWidth / THEORY).toBeLessThan(0.02);
  expect(Math.abs(mean - THEORY)).toBeLessThan(halfWidth);
  expect(Math.abs(mean / THEORY - 1)).toBeLessThan(0.02);
});
