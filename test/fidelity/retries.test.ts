import { describe, expect, it } from 'vitest';
import { batchMeans } from './batch-means.ts';
import { MEAN_MS, oneCaller } from './one-caller.ts';

/**
 * Tries that fail independently, each with the probability f = exp(−timeout / mean). With r retries a call takes Σ f^k tries (k = 0 … r) and is lost with
 * f^(r+1). A budget b holds retries at the share b of all tries; then of b·tries a try fails and is repeated, and what fails beyond is
 * lost: (f − b) / (1 − b) of the calls.
 */
const F = 0.5;
const RETRIES = 3;
const TIMEOUT_US = Math.round(-Math.log(F) * MEAN_MS * 1_000);
const FAILS = Math.exp(-TIMEOUT_US / (MEAN_MS * 1_000));
const TRIES = (1 - FAILS ** (RETRIES + 1)) / (1 - FAILS);
const FIGURES = 4;

describe('retries of calls that fail independently', () => {
  it.each([
    { name: 'without a budget', budget: null, retried: 1 - 1 / TRIES, lost: FAILS ** (RETRIES + 1) },
    { name: 'with a budget of 20%', budget: 0.2, retried: 0.2, lost: (FAILS - 0.2) / (1 - 0.2) },
  ])('$name: the share of tries that are retries, and of calls that are lost', ({ name, budget, retried, lost }) => {
    const policy = `timeout: ${TIMEOUT_US}us, retries: ${RETRIES}, retryOn: [timeout]${budget === null ? '' : `, retryBudget: ${100 * budget}%`}`;
    const { engine, recorder, beginUs } = oneCaller(policy, 2026);
    const site = engine.world.plan.sites.find((candidate) => candidate.from >= 0 && candidate.retries === RETRIES);
    if (site === undefined) throw new Error('no call with retries');
    const counts = () => {
      const { siteAttempts, siteRetries } = engine.world.s.meters;
      return {
        tries: siteAttempts[site.index] ?? 0,
        retries: siteRetries[site.index] ?? 0,
        lost: recorder.lost,
        ended: recorder.lost + recorder.completed.count,
      };
    };
    engine.advance(beginUs + 5e6);
    const batches = Array.from({ length: 30 }, (_, batch) => {
      const before = counts();
      engine.advance(beginUs + 5e6 + (batch + 1) * 10e6);
      const after = counts();
      return {
        retried: (after.retries - before.retries) / (after.tries - before.tries),
        lost: (after.lost - before.lost) / (after.ended - before.ended),
      };
    });
    for (const [figure, theory] of [
      ['retried', retried],
      ['lost', lost],
    ] as const) {
      const { mean, halfWidth } = batchMeans(
        batches.map((batch) => batch[figure]),
        0.01 / FIGURES,
      );
      console.log(`${name}, ${figure}: theory ${theory.toFixed(4)}, engine ${mean.toFixed(4)} ± ${halfWidth.toFixed(4)}`);
      expect(Math.abs(mean / theory - 1)).toBeLessThan(0.02);
      // a budget is spent to the last retry: its share has next to no variance, and lags by the few calls under way
      expect(Math.abs(mean - theory)).toBeLessThan(Math.max(halfWidth, 1e-3 * theory));
    }
  });
});
