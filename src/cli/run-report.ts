import { MICROS_PER_SECOND, type Micros } from '../contract/time.ts';
import type { Outcome, Session } from '../session/session-api.ts';
import type { PerformedAction } from './headless/play.ts';

/** The object `run --json` prints. Times in simulated seconds since play began. Field names are a contract. */
export interface RunReport {
  readonly scenario: string;
  readonly seed: number;
  readonly simVersion: string;
  readonly digest: string;
  readonly simulatedSeconds: number;
  readonly wallSeconds: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly slos: readonly {
    readonly name: string;
    readonly objective: number;
    readonly good: number;
    readonly total: number;
    readonly ratio: number | null;
    readonly badSeconds: number;
    readonly budgetSpent: number;
  }[];
  readonly harm: Outcome['harm'];
  /** Where a database is replicated. */
  readonly lostWrites?: number;
  readonly conflictingWrites?: number;
  /** Where there is Kafka. */
  readonly lostRecords?: number;
  readonly callsPerRequest: number;
  readonly eventsPerRequest: number;
  readonly alerts: readonly { readonly name: string; readonly severity: string; readonly firedAt: number; readonly resolvedAt: number | null }[];
  readonly recoveredAt: number | null;
  readonly actions: readonly ReportedAction[];
}

interface ReportedAction {
  readonly at: number;
  readonly actor: string;
  readonly sh?: string;
  readonly command?: string;
  readonly exitCode: number;
  readonly refused?: string;
  /** First line of standard error when the exit code is not 0 and the fleet did not refuse: the tool itself said no. */
  readonly error?: string;
}

export function runReport(session: Session, untilUs: Micros, wallSeconds: number, actions: readonly PerformedAction[]): RunReport {
  const outcome = session.outcome();
  const { playStartUs } = session.epoch;
  const sincePlay = (tUs: Micros): number => (tUs - playStartUs) / MICROS_PER_SECOND;
  return {
    scenario: session.scenario.id,
    seed: session.seed,
    simVersion: session.recording().simVersion,
    digest: session.digest(),
    simulatedSeconds: untilUs / MICROS_PER_SECOND,
    wallSeconds: rounded(wallSeconds, 3),
    events: outcome.events,
    eventsPerSecond: Math.round(outcome.events / wallSeconds),
    slos: outcome.slos.map(({ name, objective, good, total, badSeconds, budgetSpent }) => ({
      name,
      objective,
      good,
      total,
      ratio: total > 0 ? good / total : null,
      badSeconds,
      budgetSpent,
    })),
    harm: outcome.harm,
    ...(outcome.writes === null ? {} : { lostWrites: outcome.writes.lost, conflictingWrites: outcome.writes.conflicting }),
    ...(outcome.lostRecords === null ? {} : { lostRecords: outcome.lostRecords }),
    callsPerRequest: outcome.callsPerRequest,
    eventsPerRequest: outcome.eventsPerRequest,
    alerts: outcome.alerts.map(({ name, severity, firedUs, resolvedUs }) => ({
      name,
      severity,
      firedAt: sincePlay(firedUs),
      resolvedAt: resolvedUs === null ? null : sincePlay(resolvedUs),
    })),
    recoveredAt: outcome.recoveredUs === null ? null : sincePlay(outcome.recoveredUs),
    actions: actions.map(({ atUs, actor, what, exitCode, refused, stderr }) => ({
      at: atUs / MICROS_PER_SECOND,
      actor,
      ...what,
      exitCode,
      ...(refused === undefined ? {} : { refused }),
      ...(refused === undefined && exitCode !== 0 && stderr.trim() !== '' ? { error: stderr.trim().split('\n', 1)[0] } : {}),
    })),
  };
}

/** The report for people. */
export function describeRun(report: RunReport): string {
  const lines = [
    `${report.scenario}, seed ${report.seed}: ${clock(report.simulatedSeconds)} of play in ${report.wallSeconds.toFixed(1)} s (${(report.eventsPerSecond / 1e6).toFixed(2)} M events/s)`,
    '',
    ...table([
      ['SLO', 'objective', 'good', 'bad seconds', 'budget spent'],
      ...report.slos.map((slo) => [
        slo.name,
        percent(slo.objective, 1),
        slo.ratio === null ? 'no traffic' : percent(slo.ratio, 3),
        String(slo.badSeconds),
        percent(slo.budgetSpent, 1),
      ]),
    ]),
    '',
    `Users: ${report.harm.failedRequests} actions failed, ${report.harm.slowRequests} slow, ${report.harm.badSeconds} bad seconds; ${
      report.recoveredAt === null ? 'not recovered' : `well again at ${clock(report.recoveredAt)}`
    }`,
  ];
  if (report.lostWrites !== undefined) lines.push(`Writes: ${report.lostWrites} lost, ${report.conflictingWrites} in conflict`);
  if ((report.lostRecords ?? 0) > 0) lines.push(`Records: ${report.lostRecords} lost`);
  for (const alert of report.alerts)
    lines.push(`  ${clock(alert.firedAt)} ${alert.severity} ${alert.name}${alert.resolvedAt === null ? '' : `, resolved ${clock(alert.resolvedAt)}`}`);
  if (report.actions.length > 0) lines.push('', 'Done:');
  for (const action of report.actions) {
    lines.push(`  ${clock(action.at)} ${action.actor}: ${action.sh ?? action.command ?? ''}${endingOf(action)}`);
  }
  lines.push('', `digest ${report.digest}`);
  return `${lines.join('\n')}\n`;
}

function endingOf({ exitCode, refused, error }: ReportedAction): string {
  if (refused !== undefined) return `: refused: ${refused.replaceAll('\n', '; ')}`;
  if (exitCode === 0) return '';
  return `: failed with exit code ${exitCode}${error === undefined ? '' : `: ${error}`}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
}

function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)}%`;
}

/** `-1:05`, `14:30`, `1:02:03`. */
function clock(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${seconds < 0 ? '-' : ''}${h > 0 ? `${h}:${two(m)}` : m}:${two(s)}`;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
