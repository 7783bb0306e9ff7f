import { describe, expect, it } from 'vitest';
import { createAlerting } from '../../src/alerting/alerting.ts';
import { burnRateGroups } from '../../src/alerting/burn-rate.ts';
import { parse } from '../../src/promql/parse.ts';
import { tileHistory } from '../../src/telemetry/history.ts';
import { createScraper } from '../../src/telemetry/scraper.ts';
import { createTsdb } from '../../src/telemetry/tsdb.ts';
import { handInstruments } from '../telemetry/hand-instruments.ts';

const S = 1_000_000;
const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;
const EPOCH = { startUnixMs: 1_795_334_400_000, playStartUs: 0 };
const SLO = { name: 'home availability', route: '/home', kind: 'availability', noun: 'home page loads', objective: 0.999 } as const;
const OPTIONS = { historyUs: 6 * HOUR, team: 'edge', runbook: 'slo-burn' };
const FAILURE_AT = 15 * MINUTE;

/** 100 requests/s for 15 healthy minutes with six hours of history, then a share of them fails for `badUs`. Times come back in seconds since the failure began. */
function outage(badShare: number, badUs: number, untilUs: number) {
  const fleet = handInstruments();
  const lb = fleet.target('gclb', 'gclb');
  const total = fleet.add(lb, 'slo_requests_total', 'counter', { slo: SLO.name, route: SLO.route });
  const bad = fleet.add(lb, 'slo_bad_requests_total', 'counter', { slo: SLO.name, route: SLO.route });
  const tsdb = createTsdb();
  const scraper = createScraper(fleet, tsdb, EPOCH);
  const alerting = createAlerting(burnRateGroups([SLO], OPTIONS), tsdb, tsdb, EPOCH);
  for (let t = 0; t <= FAILURE_AT + untilUs; t += 5 * S) {
    const failing = t > FAILURE_AT && t <= FAILURE_AT + badUs;
    fleet.values[total] += 500;
    fleet.values[bad] += failing ? 500 * badShare : 0;
    scraper.scrape(t);
    if (t === 10 * MINUTE) tileHistory(tsdb, EPOCH, { fromUs: 0, toUs: t, isCounter: scraper.counterTest() });
    if (t > 10 * MINUTE) alerting.evaluate(t);
  }
  const since = (us: number | null): number | null => (us === null ? null : (us - FAILURE_AT) / S);
  return {
    failures: alerting.failures(),
    fired: alerting.fired().map((alert) => ({
      window: alert.labels.long_window,
      firedAt: since(alert.firedUs),
      resolvedAt: since(alert.resolvedUs),
      labels: alert.labels,
      summary: alert.summary,
      description: alert.description,
    })),
    pages: alerting
      .notifications()
      .filter(({ kind }) => kind === 'page')
      .map(({ atUs }) => since(atUs)),
  };
}

describe('burn-rate pages', () => {
  it('a total outage pages after the 1h window reaches 14.4 (52 s), plus `for` 2 min, plus group_wait', () => {
    const { fired, pages, failures } = outage(1, HOUR, 10 * MINUTE);
    expect(failures).toEqual([]);
    const [first] = fired;
    expect(first.window).toBe('1h');
    // 52 s to the threshold and 120 s of `for`, each found at the next evaluation (30 s).
    expect(first.firedAt).toBeGreaterThanOrEqual(172);
    expect(first.firedAt).toBeLessThanOrEqual(172 + 30 + 30);
    expect(pages[0]).toBe((first.firedAt ?? 0) + 30);
  });

  it('5% errors (burn 50) take 17 min plus `for`', () => {
    const [first] = outage(0.05, HOUR, 30 * MINUTE).fired;
    expect(first.window).toBe('1h');
    // Seventeen minutes and two of `for`; the seam of history makes rate() over the hour up to 2% smaller on both sides of the ratio.
    expect(first.firedAt).toBeGreaterThanOrEqual(19 * 60);
    expect(first.firedAt).toBeLessThanOrEqual(20.5 * 60);
  });

  it('0.3% errors (burn 3) never page', () => {
    expect(outage(0.003, HOUR, HOUR).fired).toEqual([]);
  });

  it('resets about one short window after recovery', () => {
    const { fired } = outage(1, 10 * MINUTE, 30 * MINUTE);
    const page = fired.find(({ window }) => window === '1h');
    expect(page?.resolvedAt).toBeGreaterThan(10 * 60 + 270);
    expect(page?.resolvedAt).toBeLessThanOrEqual(10 * 60 + 360);
  });

  it('says what users feel, with the objective it is about', () => {
    const [first] = outage(1, HOUR, 5 * MINUTE).fired;
    expect(first.labels).toMatchObject({ alertname: 'SLOErrorBudgetBurn', slo: SLO.name, route: '/home', severity: 'page', team: 'edge' });
    expect(first.summary).toMatch(/^\d+(\.\d+)?% of requests to \/home fail$/);
    expect(first.description).toContain('objective 99.9%');
  });
});

describe('the rules themselves', () => {
  it('leave out rows whose window is longer than the history there is', () => {
    const windows = (historyUs: number): string[] => burnRateGroups([SLO], { ...OPTIONS, historyUs })[1].rules.map((rule) => rule.labels.long_window);
    expect(windows(6 * HOUR)).toEqual(['1h', '6h']);
    expect(windows(72 * HOUR)).toEqual(['1h', '6h', '1d', '3d']);
    expect(windows(HOUR)).toEqual(['1h']);
  });

  it('are PromQL, with thresholds people can read', () => {
    const groups = burnRateGroups([SLO, { ...SLO, name: 'slow "home"', kind: 'latency', objective: 0.99 }], OPTIONS);
    for (const { rules } of groups) for (const { expr } of rules) expect(() => parse(expr)).not.toThrow();
    expect(groups[1].rules[0].expr).toContain('> (14.4 * 0.001)');
    expect(burnRateGroups([], OPTIONS)).toEqual([]);
  });
});
