import type { ServiceInspection } from '../../contract/inspection.ts';
import type { Cluster } from '../cluster.ts';
import { nameSuffix, uuidOf } from '../identity.ts';
import { type KubeObject, objectMeta } from './object-meta.ts';
import { targetPort } from './service.ts';

export interface EndpointSlice extends KubeObject {
  readonly addressType: string;
  readonly endpoints: readonly {
    readonly addresses: readonly string[];
    readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean };
    readonly nodeName: string;
    readonly targetRef: { readonly kind: string; readonly name: string; readonly namespace: string; readonly uid: string };
    readonly zone?: string;
  }[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

/** A terminating endpoint is never ready, whether or not it still answers. Source: Kubernetes 1.32, EndpointSlice conditions. */
export function endpointSliceObject(cluster: Cluster, service: ServiceInspection): EndpointSlice {
  const pods = cluster.fleet.pods.filter((pod) => pod.service === service.name && pod.ip !== '');
  const port = targetPort(cluster, service);
  return {
    addressType: 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints: pods.map((pod) => ({
      addresses: [pod.ip],
      conditions: { ready: service.endpoints.includes(`${pod.ip}:${port}`), serving: pod.ready, terminating: pod.deletionUs !== null },
      nodeName: pod.node,
      targetRef: { kind: 'Pod', name: pod.name, namespace: cluster.fleet.namespace, uid: pod.uid },
      zone: cluster.fleet.nodes.find((node) => node.name === pod.node)?.zone,
    })),
    kind: 'EndpointSlice',
    metadata: objectMeta(
      cluster,
      service.createdUs,
      pods.flatMap((pod) => [pod.readySinceUs, pod.deletionUs]),
      {
        generateName: `${service.name}-`,
        labels: { app: service.name, 'kubernetes.io/service-name': service.name },
        name: `${service.name}-${nameSuffix(`endpointslice/${service.name}`, 5)}`,
        namespace: cluster.fleet.namespace,
        ownerReferences: [
          { apiVersion: 'v1', blockOwnerDeletion: true, controller: true, kind: 'Service', name: service.name, uid: uuidOf(`service/${service.name}`) },
        ],
        uid: uuidOf(`endpointslice/${service.name}`),
      },
    ),
    ports: [{ name: 'http', port, protocol: 'TCP' }],
  };
}
