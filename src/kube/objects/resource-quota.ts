import type { ResourceQuotaInspection } from '../../contract/inspection-control.ts';
import type { Cluster } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { type KubeObject, type Labels, objectMeta } from './object-meta.ts';

export interface ResourceQuota extends KubeObject {
  readonly spec: { readonly hard: Labels };
  readonly status: { readonly hard: Labels; readonly used: Labels };
}

export function resourceQuotaObject(cluster: Cluster, { name, createdUs, hard, used }: ResourceQuotaInspection): ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: objectMeta(cluster, createdUs, [], { name, namespace: cluster.fleet.namespace, uid: uuidOf(`resourcequota/${name}`) }),
    spec: { hard },
    status: { hard, used },
  };
}
