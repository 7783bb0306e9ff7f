import type { Cluster } from '../cluster.ts';
import type { Pod, Toleration } from '../objects/pod.ts';
import { since } from '../tables/table.ts';
import { rfc1123z } from '../timestamps.ts';
import { describeContainers } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describePod. */
export function describePod(pod: Pod, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, spec, status } = pod;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.line(0, 'Priority:', spec.priority);
  writer.line(0, 'Service Account:', spec.serviceAccountName);
  writer.line(0, 'Node:', spec.nodeName === undefined ? '<none>' : `${spec.nodeName}/${status.hostIP ?? ''}`);
  if (status.startTime) writer.line(0, 'Start Time:', rfc1123z(status.startTime));
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  if (metadata.deletionTimestamp !== undefined && status.reason !== 'NodeLost') {
    writer.line(0, 'Status:', `Terminating (lasts ${since(cluster, metadata.deletionTimestamp)})`);
    writer.line(0, 'Termination Grace Period:', `${metadata.deletionGracePeriodSeconds}s`);
  } else {
    writer.line(0, 'Status:', status.phase);
  }
  if (status.reason) writer.line(0, 'Reason:', status.reason);
  writer.line(0, 'IP:', status.podIP ?? '');
  if (status.podIPs) {
    writer.line(0, 'IPs:');
    for (const { ip } of status.podIPs) writer.line(1, 'IP:', ip);
  } else {
    writer.line(0, 'IPs:', '<none>');
  }
  const owner = metadata.ownerReferences?.find((reference) => reference.controller);
  if (owner) writer.line(0, 'Controlled By:', `${owner.kind}/${owner.name}`);
  describeContainers(writer, spec.containers, status.containerStatuses ?? [], '');
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status');
  for (const condition of status.conditions) writer.line(1, `${condition.type} `, `${condition.status} `);
  describeVolumes(writer, pod);
  writer.line(0, 'QoS Class:', status.qosClass);
  writer.labels('Node-Selectors', undefined);
  writer.values('Tolerations', spec.tolerations.map(tolerationText));
  describeEvents(writer, cluster, 'Pod', metadata.name);
  return writer.toString();
}

/** Pods of the fleet mount their service account's token and nothing else. */
function describeVolumes(writer: DescribeWriter, pod: Pod): void {
  writer.line(0, 'Volumes:');
  for (const volume of pod.spec.volumes) {
    writer.line(1, `${volume.name}:`);
    writer.line(2, 'Type:', 'Projected (a volume that contains injected data from multiple sources)');
    writer.line(2, 'TokenExpirationSeconds:', 3607);
    writer.line(2, 'ConfigMapName:', 'kube-root-ca.crt');
    writer.line(2, 'ConfigMapOptional:', '<nil>');
    writer.line(2, 'DownwardAPI:', 'true');
  }
}

function tolerationText({ key, effect, operator, tolerationSeconds }: Toleration): string {
  return `${key ?? ''}${effect ? `:${effect}` : ''}${operator === 'Exists' ? ' op=Exists' : ''}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}
