import type { EvidenceRef, HypothesisState, Severity } from './commands.ts';
import type { Micros } from './time.ts';

/** The incident as the people in it see it. */
export type IncidentPhase = 'detect' | 'triage' | 'mitigate' | 'resolve' | 'write-up';

export interface IncidentView {
  /** e.g. `INC-0417`. */
  readonly id: string;
  readonly phase: IncidentPhase;
  readonly severity: Severity | null;
  readonly declaredUs: Micros | null;
  readonly acknowledgedUs: Micros | null;
  readonly mitigatedUs: Micros | null;
  readonly resolvedUs: Micros | null;
  readonly updates: readonly { readonly atUs: Micros; readonly actor: string; readonly text: string }[];
  /** When the next status update is due; null before the first page and after resolution. */
  readonly updateDueUs: Micros | null;
  readonly hypotheses: readonly HypothesisView[];
  readonly pins: readonly PinView[];
  /** Messages from others (support, product): arrive with time and numbers that come from the run. */
  readonly messages: readonly MessageView[];
}

export interface HypothesisView {
  readonly id: string;
  readonly text: string;
  readonly state: HypothesisState;
  readonly createdUs: Micros;
  readonly changedUs: Micros;
}

export interface PinView {
  readonly id: string;
  readonly atUs: Micros;
  readonly evidence: EvidenceRef;
  readonly hypothesis?: string;
  readonly sign?: '+' | '-';
}

export interface MessageView {
  readonly atUs: Micros;
  readonly from: string;
  readonly role: string;
  readonly text: string;
}

/** An alert as the pager shows it. */
export interface AlertView {
  /** Stable within a session: rule name plus label fingerprint. */
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: 'page' | 'warning' | 'notice';
  readonly state: 'pending' | 'firing' | 'resolved';
  readonly summary: string;
  readonly description: string;
  readonly owner: string;
  /** Runbook name in the scenario, '' when there is none. */
  readonly runbook: string;
  readonly activeSinceUs: Micros;
  readonly firedUs: Micros | null;
  readonly resolvedUs: Micros | null;
  readonly acknowledgedUs: Micros | null;
  readonly acknowledgedBy: string;
  /** When an unacknowledged page escalates; null otherwise. */
  readonly escalatesUs: Micros | null;
}
