import type { RolloutInspection, RolloutStepInspection } from '../../contract/rollout-inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { goDuration } from '../duration.ts';
import { hexId } from '../identity.ts';
import { type Condition, type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';
import { intOrString, podTemplateSpec, type PodTemplateSpec } from './pod-template.ts';

export const ARGO_API = 'argoproj.io/v1alpha1';

type CanaryStep =
  | { readonly setWeight: number }
  | { readonly pause: { readonly duration?: string } }
  | { readonly analysis: { readonly templates: readonly { readonly templateName: string }[] } };

/** A Rollout of Argo Rollouts 1.7. Fields: pkg/apis/rollouts/v1alpha1/types.go. */
export interface Rollout extends KubeObject {
  readonly spec: {
    readonly paused?: boolean;
    readonly progressDeadlineSeconds: number;
    readonly replicas: number;
    readonly revisionHistoryLimit: number;
    readonly selector: { readonly matchLabels: Labels };
    readonly strategy: {
      readonly canary: {
        readonly analysis?: { readonly startingStep: number; readonly templates: readonly { readonly templateName: string }[] };
        readonly maxSurge: string | number;
        readonly maxUnavailable: string | number;
        readonly steps: readonly CanaryStep[];
      };
    };
    readonly template: PodTemplateSpec;
  };
  readonly status: {
    readonly HPAReplicas?: number;
    readonly abort?: boolean;
    readonly availableReplicas?: number;
    readonly blueGreen: Readonly<Record<string, never>>;
    readonly canary: Readonly<Record<string, { readonly message?: string; readonly name: string; readonly status: string }>>;
    readonly conditions: readonly Condition[];
    readonly controllerPause?: boolean;
    readonly currentPodHash: string;
    readonly currentStepHash: string;
    readonly currentStepIndex: number;
    readonly message?: string;
    readonly observedGeneration: string;
    readonly pauseConditions?: readonly { readonly reason: string; readonly startTime: string }[];
    readonly phase: string;
    readonly readyReplicas?: number;
    readonly replicas?: number;
    readonly selector: string;
    readonly stableRS: string;
    readonly updatedReplicas?: number;
  };
}

export function rolloutObject(cluster: Cluster, rollout: RolloutInspection): Rollout {
  const { name, generation, background } = rollout;
  const changeCause = rollout.history.findLast((entry) => entry.revision === rollout.revision)?.changeCause;
  const changedUs = lastChangeUs(cluster, rollout);
  return {
    apiVersion: ARGO_API,
    kind: 'Rollout',
    metadata: objectMeta(cluster, rollout.createdUs, [changedUs, rollout.pausedSinceUs], {
      annotations: { ...(changeCause ? { 'kubernetes.io/change-cause': changeCause } : {}), 'rollout.argoproj.io/revision': String(rollout.revision) },
      generation,
      labels: { app: name },
      name,
      namespace: cluster.fleet.namespace,
      uid: rollout.uid,
    }),
    spec: withoutUndefined({
      paused: rollout.paused || undefined,
      progressDeadlineSeconds: Math.round(rollout.progressDeadlineUs / 1_000_000),
      replicas: rollout.replicas,
      revisionHistoryLimit: 10,
      selector: { matchLabels: { app: name } },
      strategy: {
        canary: withoutUndefined({
          analysis: background ? { startingStep: background.startingStep, templates: [{ templateName: background.analysis.name }] } : undefined,
          maxSurge: intOrString(rollout.maxSurge),
          maxUnavailable: intOrString(rollout.maxUnavailable),
          steps: rollout.steps.map(stepObject),
        }),
      },
      template: podTemplateSpec(cluster, name, rollout.template, null),
    }),
    status: withoutUndefined({
      HPAReplicas: rollout.totalReplicas || undefined,
      abort: rollout.aborted || undefined,
      availableReplicas: rollout.availableReplicas || undefined,
      blueGreen: {},
      canary: analysisStatuses(cluster, rollout),
      conditions: conditions(cluster, rollout, changedUs),
      controllerPause: rollout.pausedSinceUs !== null || undefined,
      currentPodHash: rollout.currentHash,
      currentStepHash: hexId(JSON.stringify(rollout.steps), 10),
      currentStepIndex: rollout.step,
      message: rollout.message || undefined,
      observedGeneration: String(generation),
      pauseConditions: rollout.pausedSinceUs === null ? undefined : [{ reason: 'CanaryPauseStep', startTime: timestamp(cluster, rollout.pausedSinceUs) }],
      phase: rollout.phase,
      readyReplicas: rollout.readyReplicas || undefined,
      replicas: rollout.totalReplicas || undefined,
      selector: `app=${name}`,
      stableRS: rollout.stableHash,
      updatedReplicas: rollout.updatedReplicas || undefined,
    }),
  };
}

function stepObject(step: RolloutStepInspection): CanaryStep {
  switch (step.kind) {
    case 'setWeight':
      return { setWeight: step.percent };
    case 'pause':
      return { pause: step.durationUs === null ? {} : { duration: manifestDuration(step.durationUs) } };
    case 'analysis':
      return { analysis: { templates: [{ templateName: step.analysis.name }] } };
  }
}

/** As people write it: `10m`, not `10m0s`. */
export function manifestDuration(us: number): string {
  return goDuration(us)
    .replace(/(?<=\D)0s$/, '')
    .replace(/(?<=h)0m$/, '');
}

/** The runs of the step it is at and in the background, as long as they are of the present revision. */
function analysisStatuses(cluster: Cluster, rollout: RolloutInspection): Rollout['status']['canary'] {
  const runs = cluster.fleet.analysisRuns.filter((run) => run.rollout === rollout.name && run.revision === rollout.revision);
  const status = (background: boolean) => {
    const run = runs.findLast((candidate) => (candidate.step === null) === background);
    return run && withoutUndefined({ message: run.message || undefined, name: run.name, status: run.phase });
  };
  return withoutUndefined({ currentBackgroundAnalysisRunStatus: status(true), currentStepAnalysisRunStatus: status(false) }) as Rollout['status']['canary'];
}

/** When something last happened to it, as far as its events and replica sets tell. */
function lastChangeUs(cluster: Cluster, { name }: RolloutInspection): number {
  const { events, replicaSets } = cluster.fleet;
  return Math.max(
    ...replicaSets.filter((set) => set.owner === 'Rollout' && set.deployment === name).map((set) => set.createdUs),
    ...events.filter((event) => event.objectKind === 'Rollout' && event.objectName === name).map((event) => event.lastUs),
  );
}

/** Reasons and messages: Argo Rollouts utils/conditions/conditions.go. */
function conditions(cluster: Cluster, rollout: RolloutInspection, changedUs: number): readonly Condition[] {
  const time = timestamp(cluster, Number.isFinite(changedUs) ? changedUs : rollout.createdUs);
  const condition = (type: string, status: Condition['status'], reason: string, message: string): Condition => ({
    lastTransitionTime: time,
    lastUpdateTime: time,
    message,
    reason,
    status,
    type,
  });
  const isPaused = rollout.phase === 'Paused';
  const isHealthy = rollout.phase === 'Healthy';
  const set = `ReplicaSet "${rollout.name}-${rollout.currentHash}"`;
  return [
    rollout.availableReplicas >= rollout.replicas - unavailableAllowed(rollout)
      ? condition('Available', 'True', 'AvailableReason', 'Rollout has minimum availability')
      : condition('Available', 'False', 'AvailableReason', 'Rollout does not have minimum availability'),
    condition('Paused', isPaused ? 'True' : 'False', 'RolloutPaused', isPaused ? 'Rollout is paused' : 'Rollout is not paused'),
    isHealthy
      ? condition('Healthy', 'True', 'RolloutHealthy', 'Rollout is healthy')
      : condition('Healthy', 'False', 'RolloutHealthy', 'Rollout is not healthy'),
    rollout.aborted
      ? condition('Progressing', 'False', 'RolloutAborted', rollout.message.replace('RolloutAborted: ', ''))
      : rollout.phase === 'Degraded'
        ? condition('Progressing', 'False', 'ProgressDeadlineExceeded', `${set} has timed out progressing.`)
        : isPaused
          ? condition('Progressing', 'Unknown', 'RolloutPaused', 'Rollout is paused')
          : isHealthy
            ? condition('Progressing', 'True', 'NewReplicaSetAvailable', `${set} has successfully progressed.`)
            : condition('Progressing', 'True', 'ReplicaSetUpdated', `${set} is progressing.`),
  ];
}

function unavailableAllowed({ maxUnavailable, replicas }: RolloutInspection): number {
  return maxUnavailable.endsWith('%') ? Math.floor((parseInt(maxUnavailable, 10) * replicas) / 100) : Number(maxUnavailable);
}
