import type { Labels } from '../contract/metrics.ts';
import type { Micros } from '../contract/time.ts';
import type { AlertEvent, AlertState } from './alert-machine.ts';
import { nextAlertState } from './alert-transition.ts';

/** One alert: a rule and a label set. Plain data. */
export interface AlertRecord {
  /** Rule name plus label fingerprint; stable within a session. */
  readonly id: string;
  readonly rule: string;
  /** Group and position of the rule: several rules may share a name. */
  readonly ruleKey: string;
  readonly labels: Labels;
  annotations: Labels;
  /** Written only by `send`. */
  readonly state: AlertState;
  value: number;
  activeSinceUs: Micros;
  firedUs: Micros | null;
  resolvedUs: Micros | null;
  /** Last evaluation that yielded the series. */
  lastSeenUs: Micros;
  /** First evaluation since then that did not, while firing: keep_firing_for counts from here. */
  missingSinceUs: Micros | null;
  acknowledgedUs: Micros | null;
  acknowledgedBy: string;
  /** When the first notification of this firing left; null before. */
  notifiedUs: Micros | null;
  /** When nobody had taken it for too long and the next in line was told; null before. */
  escalatedUs: Micros | null;
}

export type TransitionListener = (from: AlertState, to: AlertState, event: AlertEvent, id: string) => void;

/** Sends an event to an alert's machine and keeps the state it answers: the only place that writes alert state. */
export function send(alert: AlertRecord, event: AlertEvent, listener: TransitionListener | null): void {
  const from = alert.state;
  const to = nextAlertState(from, event);
  if (to === from) return;
  (alert as { state: AlertState }).state = to;
  listener?.(from, to, event, alert.id);
}
