import type { SecretInspection } from '../../contract/inspection-secret.ts';
import type { Cluster } from '../cluster.ts';
import { base64 } from '../base64.ts';
import { uuidOf } from '../identity.ts';
import { type KubeObject, type Labels, objectMeta } from './object-meta.ts';

export interface Secret extends KubeObject {
  /** Base64. */
  readonly data: Labels;
  readonly type: string;
}

export function secretObject(cluster: Cluster, { name, user, createdUs, versions }: SecretInspection): Secret {
  const { clusterName, namespace } = cluster.fleet;
  const { password, madeUs } = versions[versions.length - 1];
  return {
    apiVersion: 'v1',
    data: { password: base64(password), username: base64(user) },
    kind: 'Secret',
    metadata: objectMeta(cluster, createdUs, [madeUs], { name, namespace, uid: uuidOf(`secret/${clusterName}/${name}`) }),
    type: 'Opaque',
  };
}
