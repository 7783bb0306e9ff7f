import type { Cluster } from '../cluster.ts';
import type { Deployment } from '../objects/deployment.ts';
import { labelsText } from '../tables/table.ts';
import { rfc1123z } from '../timestamps.ts';
import { describePodTemplate } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describeDeployment. */
export function describeDeployment(deployment: Deployment, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, spec, status } = deployment;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.line(0, 'CreationTimestamp:', rfc1123z(metadata.creationTimestamp));
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writer.line(0, 'Selector:', labelsText(spec.selector.matchLabels));
  writer.line(
    0,
    'Replicas:',
    `${spec.replicas} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total` +
      ` | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`,
  );
  writer.line(0, 'StrategyType:', spec.strategy.type);
  writer.line(0, 'MinReadySeconds:', spec.minReadySeconds ?? 0);
  writer.line(0, 'RollingUpdateStrategy:', `${spec.strategy.rollingUpdate.maxUnavailable} max unavailable, ${spec.strategy.rollingUpdate.maxSurge} max surge`);
  describePodTemplate(writer, spec.template);
  if (status.conditions) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type', 'Status', 'Reason');
    writer.line(1, '----', '------', '------');
    for (const condition of status.conditions) writer.line(1, `${condition.type} `, condition.status, condition.reason ?? '');
  }
  const owned = cluster.fleet.replicaSets.filter((replicaSet) => replicaSet.deployment === metadata.name).sort((a, b) => (a.name < b.name ? -1 : 1));
  const newest = owned.filter((replicaSet) => String(replicaSet.revision) === metadata.annotations?.['deployment.kubernetes.io/revision']);
  const sizes = (sets: typeof owned): string => sets.map((set) => `${set.name} (${set.current}/${set.desired} replicas created)`).join(', ') || '<none>';
  writer.line(0, 'OldReplicaSets:', sizes(owned.filter((replicaSet) => !newest.includes(replicaSet))));
  writer.line(0, 'NewReplicaSet:', sizes(newest));
  describeEvents(writer, cluster, 'Deployment', metadata.name);
  return writer.toString();
}
