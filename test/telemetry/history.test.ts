import { describe, expect, it } from 'vitest';
import { TARGET_UP } from '../../src/contract/metrics.ts';
import { queryInstant } from '../../src/promql/http-api.ts';
import { tileHistory } from '../../src/telemetry/history.ts';
import { createScraper } from '../../src/telemetry/scraper.ts';
import { createTsdb } from '../../src/telemetry/tsdb.ts';
import { handInstruments } from './hand-instruments.ts';

const EPOCH = { startUnixMs: 1_795_334_400_000, playStartUs: 0 };
const S = 1_000_000;
const MINUTE = 60 * S;

/** Ten minutes of warm-up at a steady 4 requests/s, then history, then ten more minutes. */
function warmedUp() {
  const fleet = handInstruments();
  const target = fleet.target('web', 'a');
  fleet.up[target] = TARGET_UP;
  const counter = fleet.add(target, 'requests_total', 'counter');
  const gauge = fleet.add(target, 'level', 'gauge');
  const tsdb = createTsdb();
  const scraper = createScraper(fleet, tsdb, EPOCH);
  const run = (fromS: number, toS: number): void => {
    for (let t = fromS; t < toS; t += 5) {
      fleet.values[counter] = t * 4;
      fleet.values[gauge] = Math.floor(t / 60) % 10;
      scraper.scrape(t * S);
    }
  };
  run(0, 600);
  tileHistory(tsdb, EPOCH, { fromUs: 2 * MINUTE, toUs: 10 * MINUTE, isCounter: scraper.counterTest() });
  run(600, 1_200);
  const value = (expr: string, atS: number): number => {
    const answer = queryInstant(tsdb, expr, EPOCH.startUnixMs + atS * 1_000);
    if (answer.status !== 'success' || answer.data.resultType !== 'vector') throw new Error(JSON.stringify(answer));
    return Number(answer.data.result[0]?.value[1]);
  };
  return { tsdb, value, run };
}

describe('tiled history', () => {
  it('lets long windows see the healthy rate, across the seam too', () => {
    const { value } = warmedUp();
    // Where minutes of history meet scrapes of five seconds, rate() extrapolates by the mean distance and loses up to a minute of the hour.
    for (const [expr, at] of [
      ['rate(requests_total[6h])', 120],
      ['rate(requests_total[1h])', 600],
      ['rate(requests_total[5m])', 430],
      ['rate(requests_total[5m])', -7_200],
      ['rate(requests_total[1h])', 1_190],
    ] as const) {
      expect(Math.abs(value(expr, at) / 4 - 1), `${expr} at ${at}`).toBeLessThan(0.02);
    }
  });

  it('is marked, spans six hours, and repeats gauges by value', () => {
    const { tsdb, value } = warmedUp();
    expect(tsdb.tiling?.fromMs).toBe(EPOCH.startUnixMs + 120_000);
    expect(value('count_over_time(level[7h])', 119)).toBe(360);
    expect(value('max_over_time(level[7h])', 119)).toBe(9);
    expect(value('min_over_time(level[7h])', 119)).toBe(2);
  });

  it('shows no reset and nothing below zero', () => {
    const { value } = warmedUp();
    expect(value('resets(requests_total[7h])', 1_190)).toBe(0);
    expect(value('min_over_time(requests_total[7h])', 1_190)).toBeGreaterThanOrEqual(0);
  });

  it('refuses a window that is too short', () => {
    expect(() => tileHistory(createTsdb(), EPOCH, { fromUs: 0, toUs: MINUTE, isCounter: () => false })).toThrow(RangeError);
  });
});
