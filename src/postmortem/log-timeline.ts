import type { Micros } from '../contract/time.ts';
import { actionsOf } from '../session/run-facts.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { spanOf } from '../contract/utc-time.ts';

export type TimelineKind = 'onset' | 'alert' | 'acknowledged' | 'severity' | 'change' | 'update' | 'mitigated' | 'resolved' | 'recovered';

export interface LogEntry {
  readonly atUs: Micros;
  readonly kind: TimelineKind;
  readonly text: string;
}

/** The incident as the log has it: what people and alerts did, onset and recovery as the SLIs saw them. Never the cause. */
export function logTimeline(facts: RunFacts): LogEntry[] {
  const entries: LogEntry[] = [];
  const add = (atUs: Micros | null, kind: TimelineKind, text: string): void => {
    if (atUs !== null) entries.push({ atUs, kind, text });
  };
  const { outcome } = facts;
  add(outcome.hurtSinceUs, 'onset', 'Users begin to be hurt: first bad second of an SLI');
  const fired = facts.alerts.filter((alert) => alert.firedUs !== null);
  for (const alert of fired) add(alert.firedUs, 'alert', `${alert.severity === 'page' ? 'Page' : 'Alert'}: ${alert.name}`);
  for (const alert of outcome.alerts) {
    if (!fired.some((other) => other.name === alert.name)) add(alert.firedUs, 'alert', `${alert.severity === 'page' ? 'Page' : 'Alert'}: ${alert.name}`);
  }
  for (const entry of facts.commands) {
    if (entry.refused !== undefined) continue;
    const { command } = entry;
    if (command.kind === 'acknowledge') add(entry.atUs, 'acknowledged', 'Page acknowledged');
    else if (command.kind === 'set-severity') add(entry.atUs, 'severity', `Declared ${command.severity}`);
    else if (command.kind === 'status-update') add(entry.atUs, 'update', `Status update: ${command.text.replace(/\s+/g, ' ').slice(0, 90)}`);
    else if (command.kind === 'mark-mitigated') add(entry.atUs, 'mitigated', 'Marked mitigated');
    else if (command.kind === 'mark-resolved') add(entry.atUs, 'resolved', 'Marked resolved');
  }
  for (const action of actionsOf(facts.commands)) add(action.atUs, 'change', `${action.what}${action.refused ? ' (refused)' : ''}`);
  if (outcome.recoveredUs !== null && outcome.hurtSinceUs !== null) {
    add(outcome.recoveredUs, 'recovered', `SLIs back within their objectives, ${spanOf(outcome.recoveredUs - outcome.hurtSinceUs)} after onset`);
  }
  return dedupe(entries).sort((a, b) => a.atUs - b.atUs);
}

/** One acknowledgement of several pages at once is one entry. */
function dedupe(entries: readonly LogEntry[]): LogEntry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = `${Math.floor(entry.atUs / 1_000_000)}/${entry.kind}/${entry.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
