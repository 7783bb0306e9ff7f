import type { Micros } from '../../contract/time.ts';

/** How a service is rolled out that is an Argo Rollout with a canary, and not a Deployment. */
export interface CanaryModel {
  readonly steps: readonly CanaryStepModel[];
  /** Runs beside the steps, from one of them on. */
  readonly background: AnalysisModel | null;
  /** First step with which it runs, counted from 0. */
  readonly startingStep: number;
}

export type CanaryStepModel =
  | { readonly kind: 'set-weight' /** Of pods, since nothing splits traffic: 0…100. */; readonly percent: number }
  | { readonly kind: 'pause' /** null: until somebody promotes it. */; readonly durationUs: Micros | null }
  | { readonly kind: 'analysis'; readonly analysis: AnalysisModel };

/** An AnalysisTemplate. */
export interface AnalysisModel {
  readonly name: string;
  readonly metrics: readonly AnalysisMetricModel[];
}

export interface AnalysisMetricModel {
  readonly name: string;
  /** PromQL; its first value is what is judged. */
  readonly query: string;
  readonly initialDelayUs: Micros;
  readonly intervalUs: Micros;
  /** Measurements in all; 0: as long as the rollout lasts. */
  readonly count: number;
  /** e.g. `result[0] >= 0.95`. */
  readonly successCondition: string;
  readonly operator: '>=' | '>' | '<=' | '<';
  readonly threshold: number;
  /** Failed measurements it bears. */
  readonly failureLimit: number;
  /** Measurements in a row that yield nothing it bears. */
  readonly consecutiveErrorLimit: number;
}
