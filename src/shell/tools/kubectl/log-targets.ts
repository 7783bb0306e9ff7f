import type { PodInspection } from '../../../contract/inspection.ts';
import type { Cluster } from '../../../kube/cluster.ts';
import { podObject } from '../../../kube/objects/pod.ts';
import { listObjects, qualifiedName, type ResourceType } from '../../../kube/resource-types.ts';
import { matchesLabels, parseSelector } from '../../../kube/selector.ts';
import type { Call } from './call.ts';
import { isCustom, KubectlError, notRegistered } from './kubectl-error.ts';
import { resourceType, serverSelector } from './resource-arguments.ts';

/** The pods whose logs were asked for; for a workload the best one, as `Found 4 pods, using pod/x` says. */
export function logTargets(call: Call, cluster: Cluster): readonly PodInspection[] {
  const { flags, args } = call;
  const inNamespace = call.namespace(cluster) === cluster.fleet.namespace ? cluster.fleet.pods : [];
  if (flags.changed('selector')) {
    if (args.length > 0) throw call.usage('only a selector (-l) or a POD name is allowed', 'kubectl logs');
    const selector = serverSelector(resourceType('pods'), { labels: flags.text('selector'), fields: '' }, parseSelector);
    const found = inNamespace.filter((pod) => matchesLabels(selector, podObject(cluster, pod).metadata.labels));
    if (found.length === 0) call.warn(`No resources found in ${call.namespace(cluster)} namespace.`);
    return [...found].sort(byName);
  }
  const [typeName, name] = args[0].includes('/') ? args[0].split('/') : ['pod', args[0]];
  const type = resourceType(typeName);
  if (type.kind === 'Pod') {
    const pod = inNamespace.find((candidate) => candidate.name === name);
    if (!pod) throw missing(call, cluster, type, name);
    return [pod];
  }
  if (isCustom(type) && listObjects(cluster, type, call.namespace(cluster)).some(({ metadata }) => metadata.name === name)) throw notRegistered(type);
  const owned = inNamespace.filter((pod) =>
    type.kind === 'Deployment' || type.kind === 'Service' ? pod.service === name : type.kind === 'ReplicaSet' && pod.replicaSet === name,
  );
  const exists = { Deployment: cluster.fleet.deployments, Service: cluster.fleet.services, ReplicaSet: cluster.fleet.replicaSets }[
    type.kind as 'Deployment'
  ]?.some((candidate) => candidate.name === name);
  if (!exists) throw missing(call, cluster, type, name);
  if (owned.length === 0) throw new KubectlError('error: timed out waiting for the condition');
  if (flags.bool('all-pods')) return [...owned].sort(byName);
  const best = [...owned].sort(byLogging)[0];
  if (owned.length > 1) call.warn(`Found ${owned.length} pods, using pod/${best.name}`);
  return [best];
}

function missing(call: Call, cluster: Cluster, type: ResourceType, name: string): KubectlError {
  return new KubectlError(
    `error: error from server (NotFound): ${qualifiedName(type)} ${JSON.stringify(name)} not found in namespace ${JSON.stringify(call.namespace(cluster))}`,
  );
}

function byName(a: PodInspection, b: PodInspection): number {
  return a.name < b.name ? -1 : 1;
}

/** Scheduled before unscheduled, running before pending, ready before not, ready for longer, more restarts, older. Source: kubectl pkg/util/podutils ByLogging. */
function byLogging(a: PodInspection, b: PodInspection): number {
  const rank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
  return (
    Number(b.node !== '') - Number(a.node !== '') ||
    (rank[b.phase] ?? 0) - (rank[a.phase] ?? 0) ||
    Number(b.ready) - Number(a.ready) ||
    (a.readySinceUs ?? 0) - (b.readySinceUs ?? 0) ||
    b.restarts - a.restarts ||
    a.createdUs - b.createdUs
  );
}
