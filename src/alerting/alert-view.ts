import type { AlertView } from '../contract/incident.ts';
import type { AlertRecord } from './alert-book.ts';
import { ESCALATION_US } from './notifier.ts';
import { severityOf } from './severity.ts';

/** An alert as the pager shows it. Severity comes from the label `severity`, owner from `team`, runbook from the annotation `runbook`. */
export function viewOf(alert: AlertRecord): AlertView {
  const { labels, annotations } = alert;
  const waits = alert.state === 'firing' && alert.notifiedUs !== null && alert.acknowledgedUs === null && alert.escalatedUs === null;
  return {
    id: alert.id,
    name: alert.rule,
    labels,
    severity: severityOf(labels.severity),
    state: alert.state === 'inactive' ? 'resolved' : alert.state,
    summary: annotations.summary ?? alert.rule,
    description: annotations.description ?? '',
    owner: labels.team ?? '',
    runbook: annotations.runbook ?? '',
    activeSinceUs: alert.activeSinceUs,
    firedUs: alert.firedUs,
    resolvedUs: alert.resolvedUs,
    acknowledgedUs: alert.acknowledgedUs,
    acknowledgedBy: alert.acknowledgedBy,
    escalatesUs: waits ? (alert.notifiedUs ?? 0) + ESCALATION_US : null,
  };
}
