import type { Cluster } from '../cluster.ts';
import type { ReplicaSet } from '../objects/replica-set.ts';
import { labelsText } from '../tables/table.ts';
import { describePodTemplate } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describeReplicaSet. */
export function describeReplicaSet(replicaSet: ReplicaSet, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, spec, status } = replicaSet;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.line(0, 'Selector:', labelsText(spec.selector.matchLabels));
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  const owner = metadata.ownerReferences?.find((reference) => reference.controller);
  if (owner) writer.line(0, 'Controlled By:', `${owner.kind}/${owner.name}`);
  writer.line(0, 'Replicas:', `${status.replicas} current / ${spec.replicas} desired`);
  const phases = cluster.fleet.pods.filter((pod) => pod.replicaSet === metadata.name).map((pod) => pod.phase);
  const count = (phase: string): number => phases.filter((candidate) => candidate === phase).length;
  writer.line(0, 'Pods Status:', `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`);
  describePodTemplate(writer, spec.template);
  if (status.conditions) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type', 'Status', 'Reason');
    writer.line(1, '----', '------', '------');
    for (const condition of status.conditions) writer.line(1, `${condition.type} `, condition.status, condition.reason ?? '');
  }
  describeEvents(writer, cluster, 'ReplicaSet', metadata.name);
  return writer.toString();
}
