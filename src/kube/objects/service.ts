import { hashText } from '../../base/hash.ts';
import type { ServiceInspection } from '../../contract/inspection.ts';
import type { Cluster } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';

export interface ServicePort {
  readonly name: string;
  readonly nodePort?: number;
  readonly port: number;
  readonly protocol: string;
  readonly targetPort: string | number;
}

export interface Service extends KubeObject {
  readonly spec: {
    readonly clusterIP: string;
    readonly clusterIPs: readonly string[];
    readonly internalTrafficPolicy: string;
    readonly ipFamilies: readonly string[];
    readonly ipFamilyPolicy: string;
    readonly ports: readonly ServicePort[];
    readonly selector: Labels;
    readonly sessionAffinity: string;
    readonly type: string;
  };
  readonly status: { readonly loadBalancer: Readonly<Record<string, never>> };
}

export function serviceObject(cluster: Cluster, service: ServiceInspection): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMeta(cluster, service.createdUs, [], {
      labels: { app: service.name },
      name: service.name,
      namespace: cluster.fleet.namespace,
      uid: uuidOf(`service/${service.name}`),
    }),
    spec: {
      clusterIP: service.clusterIp,
      clusterIPs: [service.clusterIp],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [
        withoutUndefined({
          name: 'http',
          nodePort: service.type === 'ClusterIP' ? undefined : nodePort(service),
          port: service.port,
          protocol: 'TCP',
          targetPort: targetPort(cluster, service),
        }),
      ],
      selector: { app: service.name },
      sessionAffinity: 'None',
      type: service.type,
    },
    status: { loadBalancer: {} },
  };
}

/** Allocated from 30000-32767. Source: kube-apiserver --service-node-port-range. */
function nodePort(service: ServiceInspection): number {
  return 30_000 + (hashText(`nodeport/${service.name}`) % 2768);
}

/** The container port behind a service; its own port when no pod says otherwise. */
export function targetPort(cluster: Cluster, service: ServiceInspection): number {
  return cluster.fleet.deployments.find((deployment) => deployment.name === service.name)?.template.port ?? service.port;
}
