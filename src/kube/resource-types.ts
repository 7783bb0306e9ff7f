import type { Cluster } from './cluster.ts';
import { analysisRunObject, analysisTemplates } from './objects/analysis.ts';
import { CERT_MANAGER_API, certificateObject } from './objects/certificate.ts';
import { configMapObject, rootCertificateMaps } from './objects/config-map.ts';
import { deploymentObject } from './objects/deployment.ts';
import { endpointSliceObject } from './objects/endpoint-slice.ts';
import { endpointsObject } from './objects/endpoints.ts';
import { eventObject } from './objects/event.ts';
import { autoscalerObject } from './objects/horizontal-pod-autoscaler.ts';
import { leaseObject } from './objects/lease.ts';
import { namespaceNames, namespaceObject } from './objects/namespace.ts';
import { nodeObject } from './objects/node.ts';
import type { KubeObject } from './objects/object-meta.ts';
import { disruptionBudgetObject } from './objects/pod-disruption-budget.ts';
import { podObject } from './objects/pod.ts';
import { replicaSetObject } from './objects/replica-set.ts';
import { resourceQuotaObject } from './objects/resource-quota.ts';
import { ARGO_API, rolloutObject } from './objects/rollout.ts';
import { secretObject } from './objects/secret.ts';
import { serviceObject } from './objects/service.ts';

/** A kind of object the API server knows. */
export interface ResourceType {
  /** Plural, as in paths: `pods`. */
  readonly name: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  /** `v1`, `apps/v1` … */
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Shown by `get all`. */
  readonly inAll: boolean;
  /** All objects of the kind, sorted by name as etcd returns them; empty where the fleet has none. */
  list(cluster: Cluster): readonly KubeObject[];
}

function resource(
  name: string,
  singular: string,
  shortNames: string,
  apiVersion: string,
  kind: string,
  list?: (cluster: Cluster) => readonly KubeObject[],
  scope?: 'cluster',
): ResourceType {
  return {
    name,
    singular,
    shortNames: shortNames === '' ? [] : shortNames.split(','),
    apiVersion,
    kind,
    namespaced: scope !== 'cluster',
    inAll: IN_ALL.includes(name),
    list: list ? (cluster) => [...list(cluster)].sort(byKey) : () => [],
  };
}

/** The category `all` of API discovery. */
const IN_ALL = [
  'pods',
  'replicationcontrollers',
  'services',
  'daemonsets',
  'deployments',
  'replicasets',
  'statefulsets',
  'horizontalpodautoscalers',
  'cronjobs',
  'jobs',
];

/** In the order of `kubectl api-resources` (by group, then name). */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  resource('configmaps', 'configmap', 'cm', 'v1', 'ConfigMap', (cluster) => [
    ...cluster.fleet.configMaps.map((configMap) => configMapObject(cluster, configMap)),
    ...rootCertificateMaps(cluster),
  ]),
  resource('endpoints', 'endpoints', 'ep', 'v1', 'Endpoints', (cluster) => cluster.fleet.services.map((service) => endpointsObject(cluster, service))),
  resource('events', 'event', 'ev', 'v1', 'Event', (cluster) => cluster.fleet.events.map((event) => eventObject(cluster, event))),
  resource('limitranges', 'limitrange', 'limits', 'v1', 'LimitRange'),
  resource('namespaces', 'namespace', 'ns', 'v1', 'Namespace', (cluster) => namespaceNames(cluster).map((name) => namespaceObject(cluster, name)), 'cluster'),
  resource('nodes', 'node', 'no', 'v1', 'Node', (cluster) => cluster.fleet.nodes.map((node) => nodeObject(cluster, node)), 'cluster'),
  resource('persistentvolumeclaims', 'persistentvolumeclaim', 'pvc', 'v1', 'PersistentVolumeClaim'),
  resource('pods', 'pod', 'po', 'v1', 'Pod', (cluster) => cluster.fleet.pods.map((pod) => podObject(cluster, pod))),
  resource('replicationcontrollers', 'replicationcontroller', 'rc', 'v1', 'ReplicationController'),
  resource('resourcequotas', 'resourcequota', 'quota', 'v1', 'ResourceQuota', (cluster) =>
    (cluster.fleet.resourceQuotas ?? []).map((quota) => resourceQuotaObject(cluster, quota)),
  ),
  resource('secrets', 'secret', '', 'v1', 'Secret', (cluster) => (cluster.fleet.secrets ?? []).map((secret) => secretObject(cluster, secret))),
  resource('services', 'service', 'svc', 'v1', 'Service', (cluster) => cluster.fleet.services.map((service) => serviceObject(cluster, service))),
  resource('daemonsets', 'daemonset', 'ds', 'apps/v1', 'DaemonSet'),
  resource('deployments', 'deployment', 'deploy', 'apps/v1', 'Deployment', (cluster) =>
    cluster.fleet.deployments.map((deployment) => deploymentObject(cluster, deployment)),
  ),
  resource('replicasets', 'replicaset', 'rs', 'apps/v1', 'ReplicaSet', (cluster) =>
    cluster.fleet.replicaSets.map((replicaSet) => replicaSetObject(cluster, replicaSet)),
  ),
  resource('statefulsets', 'statefulset', 'sts', 'apps/v1', 'StatefulSet'),
  resource('analysisruns', 'analysisrun', 'ar', ARGO_API, 'AnalysisRun', (cluster) => cluster.fleet.analysisRuns.map((run) => analysisRunObject(cluster, run))),
  resource('analysistemplates', 'analysistemplate', 'at', ARGO_API, 'AnalysisTemplate', analysisTemplates),
  resource('clusteranalysistemplates', 'clusteranalysistemplate', 'cat', ARGO_API, 'ClusterAnalysisTemplate', undefined, 'cluster'),
  resource('experiments', 'experiment', 'exp', ARGO_API, 'Experiment'),
  resource('rollouts', 'rollout', 'ro', ARGO_API, 'Rollout', (cluster) => cluster.fleet.rollouts.map((rollout) => rolloutObject(cluster, rollout))),
  resource('horizontalpodautoscalers', 'horizontalpodautoscaler', 'hpa', 'autoscaling/v2', 'HorizontalPodAutoscaler', (cluster) =>
    cluster.fleet.autoscalers.map((autoscaler) => autoscalerObject(cluster, autoscaler)),
  ),
  resource('certificates', 'certificate', 'cert,certs', CERT_MANAGER_API, 'Certificate', (cluster) =>
    (cluster.fleet.certificates ?? []).map((certificate) => certificateObject(cluster, certificate)),
  ),
  resource('cronjobs', 'cronjob', 'cj', 'batch/v1', 'CronJob'),
  resource('jobs', 'job', '', 'batch/v1', 'Job'),
  resource('leases', 'lease', '', 'coordination.k8s.io/v1', 'Lease', (cluster) => cluster.fleet.nodes.map((node) => leaseObject(cluster, node))),
  resource('endpointslices', 'endpointslice', '', 'discovery.k8s.io/v1', 'EndpointSlice', (cluster) =>
    cluster.fleet.services.map((service) => endpointSliceObject(cluster, service)),
  ),
  resource('ingresses', 'ingress', 'ing', 'networking.k8s.io/v1', 'Ingress'),
  resource('networkpolicies', 'networkpolicy', 'netpol', 'networking.k8s.io/v1', 'NetworkPolicy'),
  resource('poddisruptionbudgets', 'poddisruptionbudget', 'pdb', 'policy/v1', 'PodDisruptionBudget', (cluster) =>
    cluster.fleet.disruptionBudgets.map((budget) => disruptionBudgetObject(cluster, budget)),
  ),
];

/** A type by any of its names: `pods`, `pod`, `po`, `deployments.apps`, `deploy.v1.apps`, in any case. */
export function findResourceType(name: string): ResourceType | undefined {
  const [bare, ...rest] = name.toLowerCase().split('.');
  const wanted = rest.join('.');
  return RESOURCE_TYPES.find((type) => {
    if (bare !== type.name && bare !== type.singular && !type.shortNames.includes(bare)) return false;
    const [group, version] = groupVersion(type);
    return wanted === '' || wanted === group || wanted === `${version}.${group}` || wanted === `${version}.`;
  });
}

/** `['apps', 'v1']`; the core group is ''. */
export function groupVersion(type: ResourceType): readonly [string, string] {
  const slash = type.apiVersion.indexOf('/');
  return slash < 0 ? ['', type.apiVersion] : [type.apiVersion.slice(0, slash), type.apiVersion.slice(slash + 1)];
}

/** `pods`, `deployments.apps`: how errors name a type. */
export function qualifiedName(type: ResourceType): string {
  const [group] = groupVersion(type);
  return group === '' ? type.name : `${type.name}.${group}`;
}

/** `pod/x`, `deployment.apps/x`: how messages and `-o name` name an object. */
export function objectName(type: ResourceType, name: string): string {
  const [group] = groupVersion(type);
  return `${group === '' ? type.singular : `${type.singular}.${group}`}/${name}`;
}

/** Objects of a type in one namespace, or in all when `namespace` is null. */
export function listObjects(cluster: Cluster, type: ResourceType, namespace: string | null): readonly KubeObject[] {
  const objects = type.list(cluster);
  return type.namespaced && namespace !== null ? objects.filter((object) => object.metadata.namespace === namespace) : objects;
}

function byKey(a: KubeObject, b: KubeObject): number {
  const x = `${a.metadata.namespace ?? ''}/${a.metadata.name}`,
    y = `${b.metadata.namespace ?? ''}/${b.metadata.name}`;
  return x < y ? -1 : x > y ? 1 : 0;
}
