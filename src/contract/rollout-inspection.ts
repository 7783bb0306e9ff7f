import type { PodTemplateInspection } from './inspection.ts';
import type { Micros } from './time.ts';

/** A service that an Argo Rollout owns instead of a Deployment. */
export interface RolloutInspection {
  readonly name: string;
  readonly uid: string;
  readonly createdUs: Micros;
  readonly generation: number;
  readonly revision: number;
  /** As in its spec; at a pause step it is not. */
  readonly paused: boolean;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly totalReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly maxSurge: string;
  readonly maxUnavailable: string;
  readonly progressDeadlineUs: Micros;
  readonly phase: 'Healthy' | 'Progressing' | 'Paused' | 'Degraded';
  /** Why, as its status says: `CanaryPauseStep`, `RolloutAborted: …`; '' when healthy. */
  readonly message: string;
  readonly aborted: boolean;
  /** Since when it waits at a pause step; null elsewhere. */
  readonly pausedSinceUs: Micros | null;
  readonly steps: readonly RolloutStepInspection[];
  /** Steps that are done. */
  readonly step: number;
  /** Share of pods wanted to run the new version, 0…100. */
  readonly setWeight: number;
  /** Hashes of the template in force and of the stable one. */
  readonly currentHash: string;
  readonly stableHash: string;
  readonly template: PodTemplateInspection;
  /** Runs beside the steps, from `startingStep` on; null without. */
  readonly background: { readonly analysis: AnalysisTemplateInspection; readonly startingStep: number } | null;
  readonly history: readonly {
    readonly revision: number;
    readonly changeCause: string;
    readonly replicaSet: string;
    readonly template: PodTemplateInspection;
  }[];
}

export type RolloutStepInspection =
  | { readonly kind: 'setWeight'; readonly percent: number }
  | { readonly kind: 'pause' /** null: until promoted. */; readonly durationUs: Micros | null }
  | { readonly kind: 'analysis'; readonly analysis: AnalysisTemplateInspection };

export interface AnalysisTemplateInspection {
  readonly name: string;
  readonly metrics: readonly {
    readonly name: string;
    readonly query: string;
    readonly initialDelayUs: Micros;
    readonly intervalUs: Micros;
    /** 0: as long as the rollout lasts. */
    readonly count: number;
    readonly successCondition: string;
    readonly failureLimit: number;
    readonly consecutiveErrorLimit: number;
  }[];
}

export interface AnalysisRunInspection {
  readonly name: string;
  readonly uid: string;
  readonly rollout: string;
  readonly revision: number;
  readonly template: string;
  /** Index of its step; null in the background. */
  readonly step: number | null;
  readonly createdUs: Micros;
  readonly phase: 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Error';
  readonly message: string;
  readonly metrics: readonly {
    readonly name: string;
    readonly phase: 'Running' | 'Successful' | 'Failed' | 'Error';
    readonly successful: number;
    readonly failed: number;
    readonly errors: number;
    /** The last ten, oldest first; null: the query yielded nothing. */
    readonly measurements: readonly { readonly atUs: Micros; readonly value: number | null; readonly phase: 'Successful' | 'Failed' | 'Error' }[];
  }[];
}
