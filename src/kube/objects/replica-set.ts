import type { ReplicaSetInspection } from '../../contract/inspection.ts';
import { type Cluster, findDeployment } from '../cluster.ts';
import { type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';
import { podLabels, podTemplateSpec, type PodTemplateSpec } from './pod-template.ts';

export interface ReplicaSet extends KubeObject {
  readonly spec: { readonly replicas: number; readonly selector: { readonly matchLabels: Labels }; readonly template: PodTemplateSpec };
  readonly status: {
    readonly availableReplicas?: number;
    readonly fullyLabeledReplicas?: number;
    readonly observedGeneration: number;
    readonly readyReplicas?: number;
    readonly replicas: number;
  };
}

export function replicaSetObject(cluster: Cluster, replicaSet: ReplicaSetInspection): ReplicaSet {
  const owner = findDeployment(cluster, replicaSet.deployment);
  const changeCause = owner?.history.find((revision) => revision.replicaSet === replicaSet.name)?.changeCause;
  const labels = podLabels(replicaSet.deployment, replicaSet.template);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: objectMeta(cluster, replicaSet.createdUs, [], {
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(owner?.replicas ?? replicaSet.desired),
        'deployment.kubernetes.io/revision': String(replicaSet.revision),
        ...(changeCause ? { 'kubernetes.io/change-cause': changeCause } : {}),
      },
      generation: 1,
      labels,
      name: replicaSet.name,
      namespace: cluster.fleet.namespace,
      ownerReferences: owner && [{ apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind: 'Deployment', name: owner.name, uid: owner.uid }],
      uid: replicaSet.uid,
    }),
    spec: {
      replicas: replicaSet.desired,
      selector: { matchLabels: labels },
      template: podTemplateSpec(cluster, replicaSet.deployment, replicaSet.template, true),
    },
    status: withoutUndefined({
      availableReplicas: replicaSet.ready || undefined,
      fullyLabeledReplicas: replicaSet.current || undefined,
      observedGeneration: 1,
      readyReplicas: replicaSet.ready || undefined,
      replicas: replicaSet.current,
    }),
  };
}
