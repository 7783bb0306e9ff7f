import type { KubeEvent } from '../../contract/records.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { hexId, uuidOf } from '../identity.ts';
import { type KubeObject, objectMeta, withoutUndefined } from './object-meta.ts';
import { ARGO_API } from './rollout.ts';

export interface ObjectReference {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
}

export interface EventObject extends KubeObject {
  readonly count: number;
  readonly firstTimestamp: string;
  readonly involvedObject: ObjectReference;
  readonly lastTimestamp: string;
  readonly message: string;
  readonly reason: string;
  readonly reportingComponent: string;
  readonly reportingInstance: string;
  readonly source: { readonly component: string; readonly host?: string };
  readonly type: string;
}

export function eventObject(cluster: Cluster, event: KubeEvent): EventObject {
  const identity = `${event.objectKind}/${event.objectName}/${event.reason}/${event.message}/${event.firstUs}`;
  const namespaced = event.objectKind !== 'Node';
  return {
    apiVersion: 'v1',
    count: event.count,
    eventTime: null,
    firstTimestamp: timestamp(cluster, event.firstUs),
    involvedObject: involvedObject(cluster, event),
    kind: 'Event',
    lastTimestamp: timestamp(cluster, event.lastUs),
    message: event.message,
    metadata: objectMeta(cluster, event.firstUs, [event.lastUs], {
      name: `${event.objectName}.${hexId(identity, 16)}`,
      namespace: namespaced ? namespaceOf(cluster, event) : 'default',
      uid: uuidOf(`event/${identity}`),
    }),
    reason: event.reason,
    reportingComponent: event.component,
    reportingInstance: event.host,
    source: event.host === '' ? { component: event.component } : { component: event.component, host: event.host },
    type: event.type,
  } as EventObject;
}

/** What the cluster autoscaler says of itself stands at its status, in kube-system. */
function namespaceOf(cluster: Cluster, event: KubeEvent): string {
  return event.component === 'cluster-autoscaler' && event.objectKind === 'ConfigMap' ? 'kube-system' : cluster.fleet.namespace;
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  Rollout: ARGO_API,
  ReplicaSet: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Pod: 'v1',
  Node: 'v1',
  Service: 'v1',
  ConfigMap: 'v1',
};

function involvedObject(cluster: Cluster, event: KubeEvent): ObjectReference {
  const { pods, deployments, rollouts, replicaSets } = cluster.fleet;
  const named = (candidates: readonly { readonly name: string; readonly uid: string }[]) => candidates.find((candidate) => candidate.name === event.objectName);
  const known =
    event.objectKind === 'Pod'
      ? named(pods)
      : event.objectKind === 'Deployment'
        ? named(deployments)
        : event.objectKind === 'Rollout'
          ? named(rollouts)
          : event.objectKind === 'ReplicaSet'
            ? named(replicaSets)
            : undefined;
  const container =
    event.objectKind === 'Pod' && event.component === 'kubelet' ? pods.find((pod) => pod.name === event.objectName)?.template.container : undefined;
  return withoutUndefined({
    apiVersion: API_VERSIONS[event.objectKind],
    fieldPath: container && `spec.containers{${container}}`,
    kind: event.objectKind,
    name: event.objectName,
    namespace: event.objectKind === 'Node' ? undefined : namespaceOf(cluster, event),
    // The kubelet names a node by its name in place of a uid.
    uid: event.objectKind === 'Node' ? event.objectName : (known?.uid ?? uuidOf(`${event.objectKind.toLowerCase()}/${event.objectName}`)),
  });
}
