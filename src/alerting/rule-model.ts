import type { Labels } from '../contract/metrics.ts';
import type { Micros } from '../contract/time.ts';

/** Rules as this folder reads them; a scenario's rule groups and objectives have these fields. */
export interface RuleGroup {
  readonly name: string;
  readonly intervalUs: Micros;
  readonly rules: readonly Rule[];
}

export interface AlertRule {
  readonly kind: 'alert';
  readonly alert: string;
  readonly expr: string;
  readonly forUs: Micros;
  readonly keepFiringForUs: Micros;
  readonly labels: Labels;
  readonly annotations: Labels;
}

export interface RecordingRule {
  readonly kind: 'record';
  readonly record: string;
  readonly expr: string;
  readonly labels: Labels;
}

export type Rule = AlertRule | RecordingRule;

/** A service level objective, as far as its alerts go. */
export interface Objective {
  readonly name: string;
  readonly route: string;
  readonly kind: 'availability' | 'latency';
  /** What users do, in words. */
  readonly noun: string;
  /** e.g. 0.999. */
  readonly objective: number;
}
