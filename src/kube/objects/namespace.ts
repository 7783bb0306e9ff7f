import { type Cluster, clusterCreatedUs } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { type KubeObject, objectMeta } from './object-meta.ts';

export interface Namespace extends KubeObject {
  readonly spec: { readonly finalizers: readonly string[] };
  readonly status: { readonly phase: string };
}

/** The namespaces every cluster is born with, and the fleet's own. */
export function namespaceNames(cluster: Cluster): readonly string[] {
  return ['default', 'kube-node-lease', 'kube-public', 'kube-system', cluster.fleet.namespace].sort();
}

export function namespaceObject(cluster: Cluster, name: string): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: objectMeta(cluster, clusterCreatedUs(cluster), [], { labels: { 'kubernetes.io/metadata.name': name }, name, uid: uuidOf(`namespace/${name}`) }),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}
