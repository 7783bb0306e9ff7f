import type { AlertView } from '../contract/incident.ts';

const SEVERITY_RANK = { page: 0, warning: 1, notice: 2 } as const;

/** Alerts as the pager lists them: unacknowledged pages on top, then pages, warnings, notices; newest first; pending ones are not shown. */
export function pagerOrder(alerts: readonly AlertView[]): readonly AlertView[] {
  const rank = (alert: AlertView): number => (needsAcknowledgement(alert) ? -1 : SEVERITY_RANK[alert.severity]);
  return alerts.filter((alert) => alert.state === 'firing').sort((a, b) => rank(a) - rank(b) || (b.firedUs ?? 0) - (a.firedUs ?? 0) || (a.id < b.id ? -1 : 1));
}

export function resolvedAlerts(alerts: readonly AlertView[]): readonly AlertView[] {
  return alerts.filter((alert) => alert.state === 'resolved').sort((a, b) => (b.resolvedUs ?? 0) - (a.resolvedUs ?? 0));
}

export function needsAcknowledgement(alert: AlertView): boolean {
  return alert.severity === 'page' && alert.state === 'firing' && alert.acknowledgedUs === null;
}
