import type { AutoscalerInspection } from '../../contract/inspection-control.ts';
import { type Cluster, findRollout, findWorkload, timestamp } from '../cluster.ts';
import { cpuQuantity } from '../quantity.ts';
import { uuidOf } from '../identity.ts';
import { type Condition, type KubeObject, objectMeta, withoutUndefined } from './object-meta.ts';
import { ARGO_API } from './rollout.ts';

export interface MetricSpec {
  readonly external?: { readonly metric: { readonly name: string }; readonly target: { readonly averageValue: string; readonly type: string } };
  readonly resource?: { readonly name: string; readonly target: { readonly averageUtilization: number; readonly type: string } };
  readonly type: string;
}

export interface MetricStatus {
  readonly external?: { readonly current: { readonly averageValue: string }; readonly metric: { readonly name: string } };
  readonly resource?: { readonly current: { readonly averageUtilization: number; readonly averageValue: string }; readonly name: string };
  readonly type: string;
}

export interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: {
    readonly maxReplicas: number;
    readonly metrics: readonly MetricSpec[];
    readonly minReplicas: number;
    readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  };
  readonly status: {
    readonly conditions: readonly Condition[];
    /** In the order of the spec's; '' as the type of one that could not be got. */
    readonly currentMetrics: readonly MetricStatus[] | null;
    readonly currentReplicas: number;
    readonly desiredReplicas: number;
    readonly lastScaleTime?: string;
  };
}

export function autoscalerObject(cluster: Cluster, autoscaler: AutoscalerInspection): HorizontalPodAutoscaler {
  const requestMilli = findWorkload(cluster, autoscaler.deployment)?.template.cpuRequestMilli ?? 0;
  const isRollout = findRollout(cluster, autoscaler.deployment) !== undefined;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: objectMeta(cluster, autoscaler.createdUs, [autoscaler.lastScaleUs], {
      labels: { app: autoscaler.deployment },
      name: autoscaler.name,
      namespace: cluster.fleet.namespace,
      uid: uuidOf(`horizontalpodautoscaler/${autoscaler.name}`),
    }),
    spec: {
      maxReplicas: autoscaler.maxReplicas,
      metrics: metricSpecs(autoscaler),
      minReplicas: autoscaler.minReplicas,
      scaleTargetRef: { apiVersion: isRollout ? ARGO_API : 'apps/v1', kind: isRollout ? 'Rollout' : 'Deployment', name: autoscaler.deployment },
    },
    status: withoutUndefined({
      conditions: conditions(cluster, autoscaler),
      currentMetrics: currentMetrics(autoscaler, requestMilli),
      currentReplicas: autoscaler.currentReplicas,
      desiredReplicas: autoscaler.desiredReplicas,
      lastScaleTime: autoscaler.lastScaleUs === null ? undefined : timestamp(cluster, autoscaler.lastScaleUs),
    }),
  };
}

function metricSpecs({ targetCpuPercent, external }: AutoscalerInspection): readonly MetricSpec[] {
  const cpu: MetricSpec[] =
    targetCpuPercent === null ? [] : [{ resource: { name: 'cpu', target: { averageUtilization: targetCpuPercent, type: 'Utilization' } }, type: 'Resource' }];
  const others = (external?.metrics ?? []).map(
    ({ name, targetMilli }): MetricSpec => ({
      external: { metric: { name }, target: { averageValue: cpuQuantity(targetMilli), type: 'AverageValue' } },
      type: 'External',
    }),
  );
  return [...cpu, ...others];
}

function currentMetrics(
  { targetCpuPercent, currentCpuPercent: percent, external }: AutoscalerInspection,
  requestMilli: number,
): readonly MetricStatus[] | null {
  const cpu: MetricStatus =
    percent === null
      ? { type: '' }
      : {
          resource: {
            current: { averageUtilization: Math.round(percent), averageValue: cpuQuantity(Math.round((percent * requestMilli) / 100)) },
            name: 'cpu',
          },
          type: 'Resource',
        };
  if (external === undefined) return percent === null ? null : [cpu];
  const others = external.metrics.map(
    ({ name, currentMilli }): MetricStatus =>
      currentMilli === null ? { type: '' } : { external: { current: { averageValue: cpuQuantity(currentMilli) }, metric: { name } }, type: 'External' },
  );
  return targetCpuPercent === null ? others : [cpu, ...others];
}

const LIMITS = {
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
} as const;

const NO_CPU = {
  reason: 'FailedGetResourceMetric',
  message: 'the HPA was unable to compute the replica count: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)',
};

function failureOf({ currentCpuPercent, external }: AutoscalerInspection): { readonly reason: string; readonly message: string } | null {
  if (external !== undefined) return external.failure;
  return currentCpuPercent === null ? NO_CPU : null;
}

/** Reasons and messages: pkg/controller/podautoscaler/horizontal.go. */
function conditions(cluster: Cluster, autoscaler: AutoscalerInspection): readonly Condition[] {
  const condition = (type: string, holds: boolean, reason: string, message: string): Condition => ({
    lastTransitionTime: timestamp(cluster, autoscaler.lastScaleUs ?? autoscaler.createdUs),
    message,
    reason,
    status: holds ? 'True' : 'False',
    type,
  });
  const failure = failureOf(autoscaler);
  if (failure !== null) {
    return [
      condition('AbleToScale', true, 'SucceededGetScale', "the HPA controller was able to get the target's current scale"),
      condition('ScalingActive', false, failure.reason, failure.message),
    ];
  }
  const rescaled = autoscaler.desiredReplicas !== autoscaler.currentReplicas;
  return [
    rescaled
      ? condition('AbleToScale', true, 'SucceededRescale', `the HPA controller was able to update the target scale to ${autoscaler.desiredReplicas}`)
      : condition('AbleToScale', true, 'ReadyForNewScale', 'recommended size matches current size'),
    condition(
      'ScalingActive',
      true,
      'ValidMetricFound',
      `the HPA was able to successfully calculate a replica count from ${autoscaler.external?.decidedBy ?? 'cpu resource utilization (percentage of request)'}`,
    ),
    autoscaler.limit !== ''
      ? condition('ScalingLimited', true, autoscaler.limit, LIMITS[autoscaler.limit])
      : condition('ScalingLimited', false, 'DesiredWithinRange', 'the desired count is within the acceptable range'),
  ];
}
