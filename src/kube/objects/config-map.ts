import { hashText } from '../../base/hash.ts';
import type { ConfigMapInspection } from '../../contract/inspection-config-map.ts';
import { type Cluster, clusterCreatedUs } from '../cluster.ts';
import { resourceVersionAt, uuidOf } from '../identity.ts';
import { namespaceNames } from './namespace.ts';
import { type KubeObject, type Labels, objectMeta, unlessEmpty, withoutUndefined } from './object-meta.ts';

export interface ConfigMap extends KubeObject {
  readonly data?: Labels;
}

export function configMapObject(cluster: Cluster, configMap: ConfigMapInspection): ConfigMap {
  return withoutUndefined({
    apiVersion: 'v1',
    data: unlessEmpty(configMap.data),
    kind: 'ConfigMap',
    metadata: {
      ...objectMeta(cluster, configMap.createdUs, [], { name: configMap.name, namespace: cluster.fleet.namespace, uid: configMap.uid }),
      resourceVersion: String(Number(resourceVersionAt(configMap.createdUs)) + configMap.version),
    },
  });
}

/** Published into every namespace, and set back when someone changes it. Source: pkg/controller/certificates/rootcacertpublisher. */
export const ROOT_CERTIFICATES = 'kube-root-ca.crt';

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
  'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export function rootCertificateMaps(cluster: Cluster): readonly ConfigMap[] {
  const data = { 'ca.crt': rootCertificate(cluster.fleet.clusterName) };
  return namespaceNames(cluster).map((namespace) => ({
    apiVersion: 'v1',
    data,
    kind: 'ConfigMap',
    metadata: objectMeta(cluster, clusterCreatedUs(cluster), [], {
      annotations: { 'kubernetes.io/description': DESCRIPTION },
      name: ROOT_CERTIFICATES,
      namespace,
      uid: uuidOf(`configmap/${cluster.fleet.clusterName}/${namespace}/${ROOT_CERTIFICATES}`),
    }),
  }));
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What a cluster's certificate looks like in PEM: 1073 bytes, as their head says, that depend on the cluster's name alone. Nothing can be verified with them. */
export function rootCertificate(clusterName: string): string {
  let body = 'MIIELTCCApWgAwIBAgIRA';
  for (let i = 0; body.length < 1431; i++) body += BASE64[hashText(`certificate/${clusterName}`, i) % BASE64.length];
  return `-----BEGIN CERTIFICATE-----\n${`${body}=`.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
