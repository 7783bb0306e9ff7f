import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros } from '../contract/time.ts';
import type { AlertRule, Objective, RecordingRule, RuleGroup } from './rule-model.ts';

/** One row of the multi-window, multi-burn-rate table. Source: SRE workbook ch. 5, with `for` as in kubernetes-mixin's config.libsonnet. */
interface BurnWindow {
  readonly long: string;
  readonly longUs: Micros;
  readonly short: string;
  readonly burn: number;
  readonly forUs: Micros;
  readonly severity: 'page' | 'warning';
}

const HOUR = 60 * MICROS_PER_MINUTE;

export const BURN_WINDOWS: readonly BurnWindow[] = [
  { long: '1h', longUs: HOUR, short: '5m', burn: 14.4, forUs: 2 * MICROS_PER_MINUTE, severity: 'page' },
  { long: '6h', longUs: 6 * HOUR, short: '30m', burn: 6, forUs: 15 * MICROS_PER_MINUTE, severity: 'page' },
  { long: '1d', longUs: 24 * HOUR, short: '2h', burn: 3, forUs: HOUR, severity: 'warning' },
  { long: '3d', longUs: 72 * HOUR, short: '6h', burn: 1, forUs: 3 * HOUR, severity: 'warning' },
];

export interface BurnRateOptions {
  /** How far back samples go: rows with a longer window than this could never be right and are left out. */
  readonly historyUs: Micros;
  /** Who is paged. */
  readonly team: string;
  /** Runbook name, '' for none. */
  readonly runbook: string;
}

const EVALUATION_US = 30 * MICROS_PER_SECOND;

function recorded(window: string): string {
  return `slo_route:slo_bad_requests:ratio_rate${window}`;
}

/**
 * Rule groups for a list of objectives: error ratios recorded once a window, and an alert a row of the table for each objective. Reads the load balancer's
 * `slo_requests_total` and `slo_bad_requests_total`, labels slo and route.
 */
export function burnRateGroups(objectives: readonly Objective[], options: BurnRateOptions): RuleGroup[] {
  if (objectives.length === 0) return [];
  const rows = BURN_WINDOWS.filter((row) => row.longUs <= options.historyUs);
  const windows = [...new Set(rows.flatMap((row) => [row.short, row.long]))];
  return [
    { name: 'slo-ratios', intervalUs: EVALUATION_US, rules: windows.map(ratioRule) },
    { name: 'slo-burn-rates', intervalUs: EVALUATION_US, rules: objectives.flatMap((objective) => rows.map((row) => burnRule(objective, row, options))) },
  ];
}

function ratioRule(window: string): RecordingRule {
  const rate = (name: string): string => `sum by (slo, route) (rate(${name}{job="gclb"}[${window}]))`;
  return { kind: 'record', record: recorded(window), expr: `${rate('slo_bad_requests_total')} / ${rate('slo_requests_total')}`, labels: {} };
}

function burnRule(objective: Objective, row: BurnWindow, options: BurnRateOptions): AlertRule {
  // Rounded: 1 - 0.999 is 0.0010000000000000009 in binary, and the rule is shown to people.
  const allowance = Math.round((1 - objective.objective) * 1e9) / 1e9;
  const above = (window: string): string => `${recorded(window)}{slo=${JSON.stringify(objective.name)}} > (${row.burn} * ${allowance})`;
  const what = objective.kind === 'availability' ? 'fail' : 'are too slow';
  return {
    kind: 'alert',
    alert: objective.kind === 'availability' ? 'SLOErrorBudgetBurn' : 'SLOLatencyBudgetBurn',
    expr: `${above(row.long)} and ${above(row.short)}`,
    forUs: row.forUs,
    keepFiringForUs: 0,
    labels: { severity: row.severity, team: options.team, long_window: row.long, short_window: row.short },
    annotations: {
      summary: `{{ $value | humanizePercentage }} of requests to {{ $labels.route }} ${what}`,
      description:
        `Over the last ${row.long}, {{ $value | humanizePercentage }} of requests to {{ $labels.route }} did not meet "${objective.name}" (objective ${goalText(objective.objective)}). ` +
        `The error budget of 30 days burns more than ${row.burn} times too fast.`,
      ...(options.runbook === '' ? {} : { runbook: options.runbook }),
    },
  };
}

function goalText(objective: number): string {
  return `${Math.round(objective * 1e6) / 1e4}%`;
}
