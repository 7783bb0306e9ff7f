import type { DeploymentInspection } from '../../contract/inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { type Condition, type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';
import { intOrString, podTemplateSpec, type PodTemplateSpec } from './pod-template.ts';

export interface Deployment extends KubeObject {
  readonly spec: {
    readonly minReadySeconds?: number;
    readonly paused?: boolean;
    readonly progressDeadlineSeconds: number;
    readonly replicas: number;
    readonly revisionHistoryLimit: number;
    readonly selector: { readonly matchLabels: Labels };
    readonly strategy: { readonly rollingUpdate: { readonly maxSurge: string | number; readonly maxUnavailable: string | number }; readonly type: string };
    readonly template: PodTemplateSpec;
  };
  readonly status: {
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
    readonly observedGeneration: number;
    readonly readyReplicas?: number;
    readonly replicas?: number;
    readonly unavailableReplicas?: number;
    readonly updatedReplicas?: number;
  };
}

export function deploymentObject(cluster: Cluster, deployment: DeploymentInspection): Deployment {
  const changeCause = deployment.history.findLast((revision) => revision.revision === deployment.revision)?.changeCause;
  const total = deployment.totalReplicas;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: objectMeta(
      cluster,
      deployment.createdUs,
      deployment.conditions.map((condition) => condition.sinceUs),
      {
        annotations: {
          'deployment.kubernetes.io/revision': String(deployment.revision),
          ...(changeCause ? { 'kubernetes.io/change-cause': changeCause } : {}),
        },
        generation: deployment.generation,
        labels: { app: deployment.name },
        name: deployment.name,
        namespace: cluster.fleet.namespace,
        uid: deployment.uid,
      },
    ),
    spec: withoutUndefined({
      paused: deployment.paused || undefined,
      progressDeadlineSeconds: Math.round(deployment.progressDeadlineUs / 1_000_000),
      replicas: deployment.replicas,
      revisionHistoryLimit: 10,
      selector: { matchLabels: { app: deployment.name } },
      strategy: {
        rollingUpdate: { maxSurge: intOrString(deployment.maxSurge), maxUnavailable: intOrString(deployment.maxUnavailable) },
        type: 'RollingUpdate',
      },
      template: podTemplateSpec(cluster, deployment.name, deployment.template, null),
    }),
    status: withoutUndefined({
      availableReplicas: deployment.availableReplicas || undefined,
      conditions:
        deployment.conditions.length === 0
          ? undefined
          : deployment.conditions.map((condition) => ({
              lastTransitionTime: timestamp(cluster, condition.sinceUs),
              lastUpdateTime: timestamp(cluster, condition.sinceUs),
              message: condition.message,
              reason: condition.reason,
              status: condition.status,
              type: condition.type,
            })),
      observedGeneration: deployment.generation,
      readyReplicas: deployment.readyReplicas || undefined,
      replicas: total || undefined,
      // Source: pkg/controller/deployment/sync.go calculateStatus.
      unavailableReplicas: Math.max(0, total - deployment.availableReplicas) || undefined,
      updatedReplicas: deployment.updatedReplicas || undefined,
    }),
  };
}
