import type { Appender, Labels, Queryable } from '../contract/metrics.ts';
import type { Epoch } from '../contract/time.ts';
import type { AlertRecord, TransitionListener } from './alert-book.ts';

/** A rule that could not be evaluated, as Prometheus' rules page shows it. */
export interface RuleFailure {
  readonly group: string;
  readonly rule: string;
  readonly error: string;
}

/** What the rules of one session share. */
export interface RuleContext {
  readonly queryable: Queryable;
  readonly appender: Appender;
  readonly epoch: Epoch;
  readonly alerts: Map<string, AlertRecord>;
  readonly failures: Map<string, RuleFailure>;
  readonly hear: TransitionListener;
}

export interface RuleSample {
  readonly labels: Labels;
  readonly value: number;
}
