import type { ReplicaSetInspection } from '../../contract/inspection.ts';
import { type Cluster, findWorkload, timestamp } from '../cluster.ts';
import { type Condition, type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';
import { podLabels, podTemplateSpec, type PodTemplateSpec } from './pod-template.ts';
import { ARGO_API } from './rollout.ts';

export interface ReplicaSet extends KubeObject {
  readonly spec: { readonly replicas: number; readonly selector: { readonly matchLabels: Labels }; readonly template: PodTemplateSpec };
  readonly status: {
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
    readonly fullyLabeledReplicas?: number;
    readonly observedGeneration: number;
    readonly readyReplicas?: number;
    readonly replicas: number;
  };
}

export function replicaSetObject(cluster: Cluster, replicaSet: ReplicaSetInspection): ReplicaSet {
  const owner = findWorkload(cluster, replicaSet.deployment);
  const changeCause = owner?.history.find((revision) => revision.replicaSet === replicaSet.name)?.changeCause;
  const labels = podLabels(replicaSet.deployment, replicaSet.template, replicaSet.owner);
  const prefix = replicaSet.owner === 'Rollout' ? 'rollout.argoproj.io' : 'deployment.kubernetes.io';
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: objectMeta(cluster, replicaSet.createdUs, [], {
      annotations: {
        [`${prefix}/desired-replicas`]: String(owner?.replicas ?? replicaSet.desired),
        [`${prefix}/revision`]: String(replicaSet.revision),
        ...(changeCause ? { 'kubernetes.io/change-cause': changeCause } : {}),
      },
      generation: 1,
      labels,
      name: replicaSet.name,
      namespace: cluster.fleet.namespace,
      ownerReferences: owner && [
        {
          apiVersion: replicaSet.owner === 'Rollout' ? ARGO_API : 'apps/v1',
          blockOwnerDeletion: true,
          controller: true,
          kind: replicaSet.owner,
          name: owner.name,
          uid: owner.uid,
        },
      ],
      uid: replicaSet.uid,
    }),
    spec: {
      replicas: replicaSet.desired,
      selector: { matchLabels: labels },
      template: podTemplateSpec(cluster, replicaSet.deployment, replicaSet.template, replicaSet.owner),
    },
    status: withoutUndefined({
      availableReplicas: replicaSet.ready || undefined,
      conditions: replicaSet.failure && [
        {
          lastTransitionTime: timestamp(cluster, replicaSet.failure.sinceUs),
          message: replicaSet.failure.message,
          reason: 'FailedCreate',
          status: 'True',
          type: 'ReplicaFailure',
        },
      ],
      fullyLabeledReplicas: replicaSet.current || undefined,
      observedGeneration: 1,
      readyReplicas: replicaSet.ready || undefined,
      replicas: replicaSet.current,
    }),
  };
}
