import { describe, expect, it } from 'vitest';
import { createAlerting } from '../../src/alerting/alerting.ts';
import type { AlertRule } from '../../src/alerting/rule-model.ts';
import { Hasher } from '../../src/base/hash.ts';
import { createTsdb } from '../../src/telemetry/tsdb.ts';
import { queryInstant } from '../../src/promql/http-api.ts';

const S = 1_000_000;
const EPOCH = { startUnixMs: 1_795_334_400_000, playStartUs: 0 };

const RULE: AlertRule = {
  kind: 'alert',
  alert: 'TooHigh',
  expr: 'level > 5',
  forUs: 60 * S,
  keepFiringForUs: 0,
  labels: { severity: 'page', team: 'edge' },
  annotations: { summary: '{{ $labels.host }} at {{ $value | humanize }}', runbook: 'levels' },
};

/** Scrapes a level every 5 s and evaluates after each, as a session does. */
function play(levels: readonly (number | null)[], rule: Partial<AlertRule> = {}) {
  const tsdb = createTsdb();
  const alerting = createAlerting([{ name: 'g', intervalUs: 15 * S, rules: [{ ...RULE, ...rule }] }], tsdb, tsdb, EPOCH);
  const seen: string[] = [];
  let now = 0;
  alerting.onTransition((from, to) => seen.push(`${now / S} ${from} ${to}`));
  const step = (level: number | null): void => {
    const ms = EPOCH.startUnixMs + now / 1_000;
    if (level !== null) tsdb.append({ __name__: 'level', host: 'a' }, ms, level);
    alerting.evaluate(now);
    now += 5 * S;
  };
  for (const level of levels) step(level);
  return { tsdb, alerting, seen, step, at: () => now };
}

const repeat = (level: number, seconds: number): number[] => new Array<number>(seconds / 5).fill(level);

describe('one alert', () => {
  it('waits its `for`, fires at the first evaluation after it, and resolves at the first without the series', () => {
    const { seen } = play([...repeat(1, 30), ...repeat(9, 120), ...repeat(1, 30)]);
    expect(seen).toEqual(['30 inactive pending', '90 pending firing', '150 firing resolved']);
  });

  it('forgets a pending alert whose series goes before `for` has passed', () => {
    const { seen, alerting } = play([...repeat(9, 30), ...repeat(1, 30)]);
    expect(seen).toEqual(['0 inactive pending', '30 pending inactive']);
    expect(alerting.alerts()).toEqual([]);
  });

  it('keeps firing for keep_firing_for after the series has gone', () => {
    const { seen } = play([...repeat(9, 90), ...repeat(1, 120)], { keepFiringForUs: 60 * S });
    expect(seen).toEqual(['0 inactive pending', '60 pending firing', '150 firing resolved']);
  });

  it('fires at once without `for`', () => {
    expect(play(repeat(9, 10), { forUs: 0 }).seen).toEqual(['0 inactive firing']);
  });

  it('begins anew when it fires again after resolving', () => {
    const { alerting, seen } = play([...repeat(9, 30), ...repeat(1, 30), ...repeat(9, 30)], { forUs: 0 });
    expect(seen).toEqual(['0 inactive firing', '30 firing resolved', '60 resolved firing']);
    expect(alerting.fired().map((alert) => [alert.firedUs, alert.resolvedUs])).toEqual([
      [0, 30 * S],
      [60 * S, null],
    ]);
  });

  it('writes ALERTS and ALERTS_FOR_STATE, and a staleness marker when the state changes', () => {
    const { tsdb } = play(repeat(9, 90));
    const answer = (seconds: number): unknown => queryInstant(tsdb, 'ALERTS', EPOCH.startUnixMs + seconds * 1_000);
    expect(answer(30)).toMatchObject({ data: { result: [{ metric: { alertname: 'TooHigh', alertstate: 'pending', host: 'a', severity: 'page' } }] } });
    expect(answer(60)).toMatchObject({ data: { result: [{ metric: { alertstate: 'firing' } }] } });
    expect(queryInstant(tsdb, 'ALERTS_FOR_STATE', EPOCH.startUnixMs + 60_000)).toMatchObject({
      data: { result: [{ value: [EPOCH.startUnixMs / 1_000 + 60, '1795334400'] }] },
    });
  });

  it('shows what the pager needs', () => {
    const { alerting } = play(repeat(9, 90));
    expect(alerting.alerts()).toMatchObject([
      { name: 'TooHigh', severity: 'page', state: 'firing', owner: 'edge', runbook: 'levels', summary: 'a at 9', activeSinceUs: 0, firedUs: 60 * S },
    ]);
  });
});

describe('paging (Alertmanager defaults)', () => {
  it('first page = `for` + group_wait; escalates five minutes later when nobody acknowledges', () => {
    const { alerting } = play(repeat(9, 60 + 30 + 300 + 30));
    expect(alerting.notifications().map(({ kind, atUs }) => [kind, atUs / S])).toEqual([
      ['page', 90],
      ['escalation', 390],
    ]);
  });

  it('does not escalate an acknowledged page', () => {
    const { alerting, step, at } = play(repeat(9, 120));
    const [alert] = alerting.alerts();
    expect(alert.escalatesUs).toBe(390 * S);
    expect(alerting.acknowledge(alert.id, 'player', at())).toMatchObject({ acknowledgedBy: 'player', escalatesUs: null });
    for (const level of repeat(9, 600)) step(level);
    expect(alerting.notifications().map(({ kind }) => kind)).toEqual(['page']);
  });

  it('tells nobody about what resolves inside group_wait', () => {
    const { alerting } = play([...repeat(9, 75), ...repeat(1, 300)]);
    expect(alerting.fired()).toHaveLength(1);
    expect(alerting.notifications()).toEqual([]);
  });

  it('tells of the end at the next group_interval', () => {
    const { alerting } = play([...repeat(9, 120), ...repeat(1, 600)]);
    expect(alerting.notifications().map(({ kind, atUs }) => [kind, atUs / S])).toEqual([
      ['page', 90],
      ['resolved', 390],
    ]);
  });

  it('refuses to acknowledge what is not firing', () => {
    const { alerting, at } = play(repeat(9, 30));
    expect(alerting.acknowledge(alerting.alerts()[0].id, 'player', at())).toBeNull();
    expect(alerting.acknowledge('nothing', 'player', at())).toBeNull();
  });
});

it('goes on from a snapshot as if nothing had happened', () => {
  const first = play(repeat(9, 75));
  const tsdb = createTsdb();
  tsdb.restore(structuredClone(first.tsdb.snapshot()));
  const again = createAlerting([{ name: 'g', intervalUs: 15 * S, rules: [RULE] }], tsdb, tsdb, EPOCH);
  again.restore(structuredClone(first.alerting.snapshot()));
  for (let t = first.at(); t < 900 * S; t += 5 * S) {
    for (const [store, alerting] of [
      [first.tsdb, first.alerting],
      [tsdb, again],
    ] as const) {
      store.append({ __name__: 'level', host: 'a' }, EPOCH.startUnixMs + t / 1_000, t < 400 * S ? 9 : 1);
      alerting.evaluate(t);
    }
  }
  const digest = (alerting: typeof again, store: typeof tsdb): string => {
    const h = new Hasher();
    alerting.hashInto(h);
    store.hashInto(h);
    return h.digest();
  };
  expect(again.fired()).toEqual(first.alerting.fired());
  expect(again.notifications()).toEqual(first.alerting.notifications());
  expect(digest(again, tsdb)).toBe(digest(first.alerting, first.tsdb));
});

it('rules that share a name, as the windows of one burn rate do, keep their alerts apart', () => {
  const tsdb = createTsdb();
  const rule = (expr: string, labels: Record<string, string>): AlertRule => ({ ...RULE, expr, labels });
  const alerting = createAlerting(
    [
      {
        name: 'g',
        intervalUs: 15 * S,
        rules: [
          rule('level > 5', { severity: 'page', window: 'a' }),
          rule('level > 6', { severity: 'page', window: 'b' }),
          rule('level > 7', { severity: 'page', window: 'b' }),
        ],
      },
    ],
    tsdb,
    tsdb,
    EPOCH,
  );
  for (let t = 0; t <= 120 * S; t += 5 * S) {
    tsdb.append({ __name__: 'level' }, EPOCH.startUnixMs + t / 1_000, 9);
    alerting.evaluate(t);
  }
  expect(alerting.alerts().map(({ state, firedUs }) => [state, firedUs])).toEqual([
    ['firing', 60 * S],
    ['firing', 60 * S],
    ['firing', 60 * S],
  ]);
  expect(new Set(alerting.alerts().map(({ id }) => id)).size).toBe(3);
});
