import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../objects/object-meta.ts';
import type { Namespace } from '../objects/namespace.ts';
import { rfc1123z } from '../timestamps.ts';
import { describeAutoscaler } from './describe-autoscaler.ts';
import { describeConfigMap } from './describe-config-map.ts';
import { describeCustom } from './describe-custom.ts';
import { describeDeployment } from './describe-deployment.ts';
import { describeDisruptionBudget } from './describe-disruption-budget.ts';
import { describeNode } from './describe-node.ts';
import { describePod } from './describe-pod.ts';
import { describeReplicaSet } from './describe-replica-set.ts';
import { describeResourceQuota } from './describe-resource-quota.ts';
import { describeSecret } from './describe-secret.ts';
import { describeService } from './describe-service.ts';
import { DescribeWriter } from './describe-writer.ts';

const DESCRIBERS = {
  Pod: describePod,
  Deployment: describeDeployment,
  ReplicaSet: describeReplicaSet,
  Node: describeNode,
  Service: describeService,
  HorizontalPodAutoscaler: describeAutoscaler,
  ResourceQuota: describeResourceQuota,
  PodDisruptionBudget: describeDisruptionBudget,
  ConfigMap: describeConfigMap,
  Secret: describeSecret,
  Namespace: describeNamespace,
  Rollout: describeCustom,
  AnalysisRun: describeCustom,
  AnalysisTemplate: describeCustom,
  Certificate: describeCustom,
};

/** `kubectl describe` text of one object, ending in a newline. */
export function describeObject(object: KubeObject, cluster: Cluster): string {
  // Each describer reads the fields of its own kind, and `kind` says which that is.
  const describe = (DESCRIBERS as Readonly<Record<string, unknown>>)[object.kind] as ((object: KubeObject, cluster: Cluster) => string) | undefined;
  return describe ? describe(object, cluster) : describePlain(object);
}

/** Source: kubectl pkg/describe describeNamespace. */
function describeNamespace(namespace: Namespace): string {
  const writer = new DescribeWriter();
  writer.line(0, 'Name:', namespace.metadata.name);
  writer.labels('Labels', namespace.metadata.labels);
  writer.annotations('Annotations', namespace.metadata.annotations);
  writer.line(0, 'Status:', namespace.status.phase);
  return `${writer.toString()}\nNo resource quota.\n\nNo LimitRange resource.\n`;
}

/** A kind without a describer of its own: its metadata. */
function describePlain(object: KubeObject): string {
  const writer = new DescribeWriter();
  writer.line(0, 'Name:', object.metadata.name);
  if (object.metadata.namespace) writer.line(0, 'Namespace:', object.metadata.namespace);
  writer.labels('Labels', object.metadata.labels);
  writer.annotations('Annotations', object.metadata.annotations);
  writer.line(0, 'API Version:', object.apiVersion);
  writer.line(0, 'Kind:', object.kind);
  writer.line(0, 'Created:', rfc1123z(object.metadata.creationTimestamp));
  return writer.toString();
}
