import { describe, expect, it } from 'vitest';
import { Hasher } from '../../src/base/hash.ts';
import { STALE, TARGET_DOWN, TARGET_GONE, TARGET_UP } from '../../src/contract/metrics.ts';
import { queryInstant } from '../../src/promql/http-api.ts';
import { createScraper } from '../../src/telemetry/scraper.ts';
import { createTsdb, type Tsdb } from '../../src/telemetry/tsdb.ts';
import { handInstruments } from './hand-instruments.ts';

const EPOCH = { startUnixMs: 1_000_000_000_000, playStartUs: 0 };
const S = 1_000_000;

function samples(tsdb: Tsdb, name: string): (number | 'stale')[][] {
  return tsdb
    .select([{ name: '__name__', op: '=', value: name }], 0, Infinity)
    .map((series) => Array.from(series.values, (value) => (value === STALE ? 'stale' : value)));
}

describe('scraping', () => {
  it("adds the target's labels, job and instance to every series, and `up`", () => {
    const fleet = handInstruments();
    const target = fleet.target('web', 'web-1:8080', { zone: 'b' });
    fleet.values[fleet.add(target, 'requests_total', 'counter', { code: '200' })] = 7;
    const tsdb = createTsdb();
    createScraper(fleet, tsdb, EPOCH).scrape(5 * S);
    const all = tsdb.select([{ name: 'job', op: '=', value: 'web' }], 0, Infinity);
    expect(all.map(({ labels, timesMs, values }) => [labels, [...timesMs], [...values]])).toEqual([
      [{ __name__: 'up', job: 'web', instance: 'web-1:8080', zone: 'b' }, [1_000_000_005_000], [1]],
      [{ __name__: 'requests_total', code: '200', job: 'web', instance: 'web-1:8080', zone: 'b' }, [1_000_000_005_000], [7]],
    ]);
  });

  it('accumulates the buckets of each histogram, and starts again at the next', () => {
    const fleet = handInstruments();
    const target = fleet.target('web', 'a');
    for (const route of ['x', 'y']) for (const le of ['0.1', '1', '+Inf']) fleet.values[fleet.add(target, 'latency_bucket', 'bucket', { le, route })] = 2;
    const tsdb = createTsdb();
    createScraper(fleet, tsdb, EPOCH).scrape(0);
    expect(samples(tsdb, 'latency_bucket')).toEqual([[2], [4], [6], [2], [4], [6]]);
  });

  it('passes over slots that belong to no target', () => {
    const fleet = handInstruments();
    fleet.add(-1, '', 'gauge');
    fleet.values[fleet.add(fleet.target('web', 'a'), 'n', 'gauge')] = 3;
    const tsdb = createTsdb();
    createScraper(fleet, tsdb, EPOCH).scrape(0);
    expect(tsdb.metricNames()).toEqual(['n', 'up']);
  });

  it('marks series stale once when a target is down, with up at 0, and goes on when it is back', () => {
    const fleet = handInstruments();
    const target = fleet.target('web', 'a');
    fleet.values[fleet.add(target, 'n', 'gauge')] = 3;
    const tsdb = createTsdb();
    const scraper = createScraper(fleet, tsdb, EPOCH);
    [TARGET_UP, TARGET_DOWN, TARGET_DOWN, TARGET_UP].forEach((state, i) => {
      fleet.up[target] = state;
      scraper.scrape(i * 5 * S);
    });
    expect(samples(tsdb, 'n')).toEqual([[3, 'stale', 3]]);
    expect(samples(tsdb, 'up')).toEqual([[1, 0, 0, 1]]);
  });

  it('marks everything stale once when a target is gone, `up` too, so that queries stop seeing it at once', () => {
    const fleet = handInstruments();
    const target = fleet.target('web', 'a');
    fleet.values[fleet.add(target, 'n', 'gauge')] = 3;
    const tsdb = createTsdb();
    const scraper = createScraper(fleet, tsdb, EPOCH);
    scraper.scrape(0);
    fleet.up[target] = TARGET_GONE;
    scraper.scrape(5 * S);
    scraper.scrape(10 * S);
    expect(samples(tsdb, 'n')).toEqual([[3, 'stale']]);
    expect(samples(tsdb, 'up')).toEqual([[1, 'stale']]);
    expect(queryInstant(tsdb, 'up', EPOCH.startUnixMs + 6_000)).toMatchObject({ data: { result: [] } });
  });

  it('takes in series and targets that appear later, also one that takes the place of a gone one', () => {
    const fleet = handInstruments();
    const first = fleet.target('db', 'db:9187');
    fleet.values[fleet.add(first, 'sessions', 'gauge')] = 1;
    const tsdb = createTsdb();
    const scraper = createScraper(fleet, tsdb, EPOCH);
    scraper.scrape(0);
    fleet.up[first] = TARGET_GONE;
    const second = fleet.target('db', 'db:9187');
    fleet.values[fleet.add(second, 'sessions', 'gauge')] = 8;
    fleet.values[fleet.add(second, 'locks', 'gauge')] = 2;
    scraper.scrape(5 * S);
    expect(samples(tsdb, 'sessions')).toEqual([[1, 8]]);
    expect(samples(tsdb, 'locks')).toEqual([[2]]);
    expect(samples(tsdb, 'up')).toEqual([[1, 1]]);
  });

  it('goes on from a snapshot with the same samples and the same digest', () => {
    const build = () => {
      const fleet = handInstruments();
      const a = fleet.target('web', 'a');
      const b = fleet.target('web', 'b');
      fleet.add(a, 'n', 'gauge');
      fleet.add(b, 'n', 'gauge');
      const tsdb = createTsdb();
      return { fleet, b, tsdb, scraper: createScraper(fleet, tsdb, EPOCH) };
    };
    const run = (from: number, to: number, { fleet, b, scraper }: ReturnType<typeof build>): void => {
      for (let i = from; i < to; i++) {
        fleet.values.fill(i);
        fleet.up[b] = i < 3 ? TARGET_UP : TARGET_GONE;
        scraper.scrape(i * 5 * S);
      }
    };
    const whole = build();
    run(0, 8, whole);
    const before = build();
    run(0, 5, before);
    const after = build();
    after.tsdb.restore(structuredClone(before.tsdb.snapshot()));
    after.scraper.restore(structuredClone(before.scraper.snapshot()));
    run(5, 8, after);
    const digest = (tsdb: Tsdb): string => {
      const h = new Hasher();
      tsdb.hashInto(h);
      return h.digest();
    };
    expect(samples(after.tsdb, 'n')).toEqual(samples(whole.tsdb, 'n'));
    expect(samples(after.tsdb, 'up')).toEqual(samples(whole.tsdb, 'up'));
    expect(digest(after.tsdb)).toBe(digest(whole.tsdb));
    expect(digest(after.tsdb)).not.toBe(digest(before.tsdb));
  });
});
