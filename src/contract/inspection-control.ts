import type { Micros } from './time.ts';

export interface AutoscalerInspection {
  readonly name: string;
  readonly deployment: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  /** Why that is not what the metric asks for, '' when it is: reason of the condition ScalingLimited. */
  readonly limit: '' | 'TooManyReplicas' | 'TooFewReplicas' | 'ScaleUpLimit';
  /** null: it does not look at CPU. */
  readonly targetCpuPercent: number | null;
  /** null: no metric yet. */
  readonly currentCpuPercent: number | null;
  /** Absent: it has none. */
  readonly external?: {
    readonly metrics: readonly ExternalMetricInspection[];
    /** The metric that decided, in the words of messages; '' while none could. */
    readonly decidedBy: string;
    /** Why no replica count can be told; null: one can. */
    readonly failure: { readonly reason: string; readonly message: string } | null;
  };
  readonly createdUs: Micros;
  readonly lastScaleUs: Micros | null;
}

/** Named like the service whose pods it is about. */
export interface DisruptionBudgetInspection {
  readonly name: string;
  /** A number of pods or a percentage, `2` or `50%`; one of them is null. */
  readonly minAvailable: string | null;
  readonly maxUnavailable: string | null;
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  readonly currentHealthy: number;
  readonly disruptionsAllowed: number;
  readonly createdUs: Micros;
}

/** Amounts as quantities, by resource. */
export interface ResourceQuotaInspection {
  readonly name: string;
  readonly hard: Readonly<Record<string, string>>;
  readonly used: Readonly<Record<string, string>>;
  readonly createdUs: Micros;
}

/** Amounts in thousandths, for each pod. */
export interface ExternalMetricInspection {
  readonly name: string;
  readonly targetMilli: number;
  readonly currentMilli: number | null;
}
