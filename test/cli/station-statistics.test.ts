import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile, stationStatistics } from '../../src/cli/bench/station-statistics.ts';

/** Serves jobs in order of arrival on `servers` servers, the plain way: what the statistics must find again from arrivals and departures alone. */
function serve(jobs: readonly { readonly arrivedUs: number; readonly serviceUs: number }[], servers: number) {
  const freeAt = new Array<number>(servers).fill(0);
  return [...jobs]
    .sort((a, b) => a.arrivedUs - b.arrivedUs)
    .map(({ arrivedUs, serviceUs }) => {
      const server = freeAt.indexOf(Math.min(...freeAt));
      const startUs = Math.max(arrivedUs, freeAt[server] ?? 0);
      freeAt[server] = startUs + serviceUs;
      return { arrivedUs, startUs, departedUs: startUs + serviceUs };
    });
}

describe('station statistics', () => {
  it('find waits and utilisation from arrivals and departures alone', () => {
    const job = fc.record({ arrivedUs: fc.integer({ min: 1, max: 2_000 }), serviceUs: fc.integer({ min: 1, max: 500 }) });
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (jobs, servers) => {
        const served = serve(jobs, servers);
        const observedUs = 10_000;
        const found = stationStatistics(
          Float64Array.from(served, (one) => one.arrivedUs),
          Float64Array.from(served, (one) => one.departedUs),
          servers,
          observedUs,
        );
        const waits = served.map((one) => one.startUs - one.arrivedUs);
        const busyUs = served.reduce((sum, one) => sum + one.departedUs - one.startUs, 0);
        expect(found.meanWaitSeconds).toBeCloseTo(waits.reduce((sum, wait) => sum + wait, 0) / served.length / 1e6, 12);
        expect(found.waitProbability).toBeCloseTo(waits.filter((wait) => wait > 0).length / served.length, 12);
        expect(found.utilisation).toBeCloseTo(busyUs / (servers * observedUs), 12);
      }),
    );
  });

  it('take percentiles by nearest rank', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect([0, 0.01, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 1, 50, 99, 100]);
  });
});
