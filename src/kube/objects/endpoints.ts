import type { PodInspection, ServiceInspection } from '../../contract/inspection.ts';
import type { Cluster } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { type KubeObject, objectMeta, withoutUndefined } from './object-meta.ts';
import { targetPort } from './service.ts';

export interface EndpointAddress {
  readonly ip: string;
  readonly nodeName?: string;
  readonly targetRef?: { readonly kind: string; readonly name: string; readonly namespace: string; readonly uid: string };
}

export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

export interface Endpoints extends KubeObject {
  readonly subsets?: readonly EndpointSubset[];
}

/** Which addresses get traffic (as the fleet routes it) and which are held back because their pod is not ready. */
export function endpointsObject(cluster: Cluster, service: ServiceInspection): Endpoints {
  const pods = cluster.fleet.pods.filter((pod) => pod.service === service.name && pod.ip !== '');
  const routed = new Set(service.endpoints.map((endpoint) => endpoint.replace(/:\d+$/, '')));
  const ready = [...routed].map((ip) => address(cluster, ip, pods)).sort(byIp);
  const held = pods
    .filter((pod) => !routed.has(pod.ip) && pod.deletionUs === null)
    .map((pod) => address(cluster, pod.ip, pods))
    .sort(byIp);
  const subset: EndpointSubset = withoutUndefined({
    addresses: ready.length > 0 ? ready : undefined,
    notReadyAddresses: held.length > 0 ? held : undefined,
    ports: [{ name: 'http', port: targetPort(cluster, service), protocol: 'TCP' }],
  });
  return withoutUndefined({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: objectMeta(
      cluster,
      service.createdUs,
      pods.flatMap((pod) => [pod.readySinceUs, pod.deletionUs]),
      {
        labels: { app: service.name },
        name: service.name,
        namespace: cluster.fleet.namespace,
        uid: uuidOf(`endpoints/${service.name}`),
      },
    ),
    subsets: ready.length + held.length > 0 ? [subset] : undefined,
  });
}

function address(cluster: Cluster, ip: string, pods: readonly PodInspection[]): EndpointAddress {
  const pod = pods.find((candidate) => candidate.ip === ip);
  if (!pod) return { ip };
  return { ip, nodeName: pod.node, targetRef: { kind: 'Pod', name: pod.name, namespace: cluster.fleet.namespace, uid: pod.uid } };
}

/** The endpoints controller sorts addresses by their bytes. */
function byIp(a: EndpointAddress, b: EndpointAddress): number {
  const [x, y] = [a, b].map(({ ip }) => ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0));
  return x - y;
}
