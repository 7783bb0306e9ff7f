import type { AutoscalerInspection } from '../../contract/inspection.ts';
import { type Cluster, findRollout, findWorkload, timestamp } from '../cluster.ts';
import { cpuQuantity } from '../quantity.ts';
import { uuidOf } from '../identity.ts';
import { type Condition, type KubeObject, objectMeta, withoutUndefined } from './object-meta.ts';
import { ARGO_API } from './rollout.ts';

export interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: {
    readonly maxReplicas: number;
    readonly metrics: readonly {
      readonly resource: { readonly name: string; readonly target: { readonly averageUtilization: number; readonly type: string } };
      readonly type: string;
    }[];
    readonly minReplicas: number;
    readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  };
  readonly status: {
    readonly conditions: readonly Condition[];
    readonly currentMetrics:
      | readonly {
          readonly resource: { readonly current: { readonly averageUtilization: number; readonly averageValue: string }; readonly name: string };
          readonly type: string;
        }[]
      | null;
    readonly currentReplicas: number;
    readonly desiredReplicas: number;
    readonly lastScaleTime?: string;
  };
}

export function autoscalerObject(cluster: Cluster, autoscaler: AutoscalerInspection): HorizontalPodAutoscaler {
  const requestMilli = findWorkload(cluster, autoscaler.deployment)?.template.cpuRequestMilli ?? 0;
  const percent = autoscaler.currentCpuPercent;
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
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: autoscaler.targetCpuPercent, type: 'Utilization' } }, type: 'Resource' }],
      minReplicas: autoscaler.minReplicas,
      scaleTargetRef: { apiVersion: isRollout ? ARGO_API : 'apps/v1', kind: isRollout ? 'Rollout' : 'Deployment', name: autoscaler.deployment },
    },
    status: withoutUndefined({
      conditions: conditions(cluster, autoscaler),
      currentMetrics:
        percent === null
          ? null
          : [
              {
                resource: {
                  current: { averageUtilization: Math.round(percent), averageValue: cpuQuantity(Math.round((percent * requestMilli) / 100)) },
                  name: 'cpu',
                },
                type: 'Resource',
              },
            ],
      currentReplicas: autoscaler.currentReplicas,
      desiredReplicas: autoscaler.desiredReplicas,
      lastScaleTime: autoscaler.lastScaleUs === null ? undefined : timestamp(cluster, autoscaler.lastScaleUs),
    }),
  };
}

const LIMITS = {
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
} as const;

/** Reasons and messages: pkg/controller/podautoscaler/horizontal.go. */
function conditions(cluster: Cluster, autoscaler: AutoscalerInspection): readonly Condition[] {
  const condition = (type: string, holds: boolean, reason: string, message: string): Condition => ({
    lastTransitionTime: timestamp(cluster, autoscaler.lastScaleUs ?? autoscaler.createdUs),
    message,
    reason,
    status: holds ? 'True' : 'False',
    type,
  });
  if (autoscaler.currentCpuPercent === null) {
    return [
      condition('AbleToScale', true, 'SucceededGetScale', "the HPA controller was able to get the target's current scale"),
      condition(
        'ScalingActive',
        false,
        'FailedGetResourceMetric',
        'the HPA was unable to compute the replica count: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)',
      ),
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
      'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
    ),
    autoscaler.limit !== ''
      ? condition('ScalingLimited', true, autoscaler.limit, LIMITS[autoscaler.limit])
      : condition('ScalingLimited', false, 'DesiredWithinRange', 'the desired count is within the acceptable range'),
  ];
}
