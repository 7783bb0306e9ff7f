import type { Cluster } from '../cluster.ts';
import { leaseObject } from '../objects/lease.ts';
import type { Labels } from '../objects/object-meta.ts';
import type { NodeObject, Taint } from '../objects/node.ts';
import { type Pod, podObject } from '../objects/pod.ts';
import { parseQuantity } from '../quantity.ts';
import { age } from '../tables/table.ts';
import { rfc1123z } from '../timestamps.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describeNode. */
export function describeNode(node: NodeObject, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, spec, status } = node;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Roles:', '<none>');
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writer.line(0, 'CreationTimestamp:', rfc1123z(metadata.creationTimestamp));
  writer.values(
    'Taints',
    [...(spec.taints ?? [])].sort(byEffect).map((taint) => `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`),
  );
  writer.line(0, 'Unschedulable:', String(spec.unschedulable ?? false));
  describeLease(writer, node, cluster);
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status', 'LastHeartbeatTime', 'LastTransitionTime', 'Reason', 'Message');
  writer.line(1, '----', '------', '-----------------', '------------------', '------', '-------');
  for (const condition of status.conditions) {
    writer.line(
      1,
      `${condition.type} `,
      `${condition.status} `,
      `${rfc1123z(condition.lastHeartbeatTime ?? '')} `,
      `${rfc1123z(condition.lastTransitionTime ?? '')} `,
      `${condition.reason} `,
      condition.message ?? '',
    );
  }
  writer.line(0, 'Addresses:');
  for (const { type, address } of status.addresses) writer.line(1, `${type}:`, address);
  describeResourceList(writer, 'Capacity:', status.capacity);
  describeResourceList(writer, 'Allocatable:', status.allocatable);
  describeSystem(writer, status.nodeInfo);
  writer.line(0, 'PodCIDR:', spec.podCIDR);
  writer.line(0, 'PodCIDRs:', spec.podCIDR);
  writer.line(0, 'ProviderID:', spec.providerID);
  const pods = cluster.fleet.pods
    .filter((pod) => pod.node === metadata.name && pod.phase !== 'Succeeded' && pod.phase !== 'Failed')
    .map((pod) => podObject(cluster, pod))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  describePods(writer, pods, status.allocatable, cluster);
  describeEvents(writer, cluster, 'Node', metadata.name);
  return writer.toString();
}

/** Source: kubectl pkg/describe printTaintsMultilineWithIndent. */
function byEffect(a: Taint, b: Taint): number {
  return `${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1;
}

function describeLease(writer: DescribeWriter, node: NodeObject, cluster: Cluster): void {
  const inspection = cluster.fleet.nodes.find((candidate) => candidate.name === node.metadata.name);
  writer.line(0, 'Lease:');
  writer.line(1, 'HolderIdentity:', node.metadata.name);
  writer.line(1, 'AcquireTime:', '<unset>');
  writer.line(1, 'RenewTime:', inspection ? rfc1123z(leaseObject(cluster, inspection).spec.renewTime) : '<unset>');
}

function describeResourceList(writer: DescribeWriter, title: string, resources: Labels): void {
  writer.line(0, title);
  for (const name of Object.keys(resources).sort()) writer.line(1, `${name}:`, resources[name]);
}

const SYSTEM_INFO: readonly (readonly [string, string])[] = [
  ['Machine ID:', 'machineID'],
  ['System UUID:', 'systemUUID'],
  ['Boot ID:', 'bootID'],
  ['Kernel Version:', 'kernelVersion'],
  ['OS Image:', 'osImage'],
  ['Operating System:', 'operatingSystem'],
  ['Architecture:', 'architecture'],
  ['Container Runtime Version:', 'containerRuntimeVersion'],
  ['Kubelet Version:', 'kubeletVersion'],
  ['Kube-Proxy Version:', 'kubeProxyVersion'],
];

function describeSystem(writer: DescribeWriter, info: Labels): void {
  writer.line(0, 'System Info:');
  for (const [title, field] of SYSTEM_INFO) writer.line(1, title, info[field]);
}

function describePods(writer: DescribeWriter, pods: readonly Pod[], allocatable: Labels, cluster: Cluster): void {
  const cpu = (pod: Pod, side: 'requests' | 'limits'): number => 1000 * (parseQuantity(pod.spec.containers[0].resources[side]?.cpu ?? '0') ?? 0);
  const memory = (pod: Pod, side: 'requests' | 'limits'): number => (parseQuantity(pod.spec.containers[0].resources[side]?.memory ?? '0') ?? 0) / 1_048_576;
  const cpuShare = (milli: number): string => `${cpuText(milli)} (${Math.trunc((100 * milli) / (1000 * (parseQuantity(allocatable.cpu) ?? 1)))}%)`;
  const memoryShare = (mebibytes: number): string =>
    `${memoryText(mebibytes)} (${Math.trunc((100 * mebibytes * 1_048_576) / (parseQuantity(allocatable.memory) ?? 1))}%)`;
  writer.line(0, 'Non-terminated Pods:', `(${pods.length} in total)`);
  writer.line(1, 'Namespace', 'Name', '', 'CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age');
  writer.line(1, '---------', '----', '', '------------', '----------', '---------------', '-------------', '---');
  for (const pod of pods) {
    writer.line(
      1,
      pod.metadata.namespace ?? '',
      pod.metadata.name,
      '',
      cpuShare(cpu(pod, 'requests')),
      cpuShare(cpu(pod, 'limits')),
      memoryShare(memory(pod, 'requests')),
      memoryShare(memory(pod, 'limits')),
      age(cluster, pod),
    );
  }
  const sum = (of: (pod: Pod, side: 'requests' | 'limits') => number, side: 'requests' | 'limits'): number =>
    pods.reduce((total, pod) => total + of(pod, side), 0);
  writer.line(0, 'Allocated resources:');
  writer.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  writer.line(1, 'Resource', 'Requests', 'Limits');
  writer.line(1, '--------', '--------', '------');
  writer.line(1, 'cpu', cpuShare(sum(cpu, 'requests')), cpuShare(sum(cpu, 'limits')));
  writer.line(1, 'memory', memoryShare(sum(memory, 'requests')), memoryShare(sum(memory, 'limits')));
  writer.line(1, 'ephemeral-storage', '0 (0%)', '0 (0%)');
}

function cpuText(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

function memoryText(mebibytes: number): string {
  if (mebibytes === 0) return '0';
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
