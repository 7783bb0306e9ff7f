import type { NodeInspection } from '../../contract/inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { lastReportUs } from './heartbeat.ts';
import { type KubeObject, objectMeta } from './object-meta.ts';

export interface Lease extends KubeObject {
  readonly spec: { readonly holderIdentity: string; readonly leaseDurationSeconds: number; readonly renewTime: string };
}

/** A node renews its lease every 10 s. Source: kubelet defaults, Kubernetes 1.32. */
const RENEW_US = 10_000_000;

export function leaseObject(cluster: Cluster, node: NodeInspection): Lease {
  const renewedUs = lastReportUs(cluster, node, RENEW_US);
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: objectMeta(cluster, node.createdUs, [renewedUs], { name: node.name, namespace: 'kube-node-lease', uid: uuidOf(`lease/${node.name}`) }),
    spec: { holderIdentity: node.name, leaseDurationSeconds: 40, renewTime: timestamp(cluster, renewedUs).replace('Z', '.000000Z') },
  };
}
