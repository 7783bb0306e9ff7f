import type { Certificate } from '../objects/certificate.ts';
import type { ConfigMap } from '../objects/config-map.ts';
import type { Secret } from '../objects/secret.ts';
import type { EventObject } from '../objects/event.ts';
import type { HorizontalPodAutoscaler } from '../objects/horizontal-pod-autoscaler.ts';
import type { Namespace } from '../objects/namespace.ts';
import type { NodeObject } from '../objects/node.ts';
import type { PodDisruptionBudget } from '../objects/pod-disruption-budget.ts';
import { age, columns, since, type TablePrinter } from './table.ts';

export const nodeTable: TablePrinter<NodeObject> = {
  columns: columns(['Name', 'Status', 'Roles', 'Age', 'Version'], ['Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime']),
  cells: (node, cluster) => [
    node.metadata.name,
    nodeStatusText(node),
    '<none>',
    age(cluster, node),
    node.status.nodeInfo.kubeletVersion,
    node.status.addresses.find(({ type }) => type === 'InternalIP')?.address ?? '<none>',
    '<none>',
    node.status.nodeInfo.osImage,
    node.status.nodeInfo.kernelVersion,
    node.status.nodeInfo.containerRuntimeVersion,
  ],
};

function nodeStatusText(node: NodeObject): string {
  const ready = node.status.conditions.find(({ type }) => type === 'Ready')?.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec.unschedulable ? `${ready},SchedulingDisabled` : ready;
}

export const eventTable: TablePrinter<EventObject> = {
  columns: [...columns(['Last Seen', 'Type', 'Reason', 'Object'], ['Subobject', 'Source']), ...columns(['Message'], ['First Seen', 'Count', 'Name'])],
  cells: (event, cluster) => [
    since(cluster, event.lastTimestamp),
    event.type,
    event.reason,
    `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}`,
    event.involvedObject.fieldPath ?? '',
    [event.source.component, event.source.host].filter(Boolean).join(', '),
    event.message.trim(),
    since(cluster, event.firstTimestamp),
    event.count,
    event.metadata.name,
  ],
};

export const autoscalerTable: TablePrinter<HorizontalPodAutoscaler> = {
  columns: columns(['Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age']),
  cells: (autoscaler, cluster) => {
    const { scaleTargetRef, minReplicas, maxReplicas } = autoscaler.spec;
    return [
      autoscaler.metadata.name,
      `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
      targetsText(autoscaler),
      minReplicas,
      maxReplicas,
      autoscaler.status.currentReplicas,
      age(cluster, autoscaler),
    ];
  },
};

const MOST_TARGETS = 2;

/** Source: Kubernetes pkg/printers/internalversion formatHPAMetrics. */
function targetsText({ spec, status }: HorizontalPodAutoscaler): string {
  const texts = spec.metrics.map(({ resource, external }, at) => {
    const current = status.currentMetrics?.[at];
    if (external !== undefined) return `${current?.external?.current.averageValue ?? '<unknown>'}/${external.target.averageValue} (avg)`;
    const percent = current?.resource?.current.averageUtilization;
    return `cpu: ${percent === undefined ? '<unknown>' : `${percent}%`}/${resource?.target.averageUtilization}%`;
  });
  const shown = texts.slice(0, MOST_TARGETS).join(', ');
  return texts.length > MOST_TARGETS ? `${shown} + ${texts.length - MOST_TARGETS} more...` : shown;
}

export const disruptionBudgetTable: TablePrinter<PodDisruptionBudget> = {
  columns: columns(['Name', 'Min Available', 'Max Unavailable', 'Allowed Disruptions', 'Age']),
  cells: (budget, cluster) => [
    budget.metadata.name,
    budget.spec.minAvailable ?? 'N/A',
    budget.spec.maxUnavailable ?? 'N/A',
    budget.status.disruptionsAllowed,
    age(cluster, budget),
  ],
};

/** Columns of cert-manager's CustomResourceDefinition. */
export const certificateTable: TablePrinter<Certificate> = {
  columns: [...columns(['Name', 'Ready', 'Secret'], ['Issuer', 'Status']), ...columns(['Age'])],
  cells: (certificate, cluster) => {
    const ready = certificate.status.conditions.find(({ type }) => type === 'Ready');
    const { secretName, issuerRef } = certificate.spec;
    return [certificate.metadata.name, ready?.status ?? '', secretName, issuerRef.name, ready?.message ?? '', age(cluster, certificate)];
  },
};

export const namespaceTable: TablePrinter<Namespace> = {
  columns: columns(['Name', 'Status', 'Age']),
  cells: (namespace, cluster) => [namespace.metadata.name, namespace.status.phase, age(cluster, namespace)],
};

export const configMapTable: TablePrinter<ConfigMap> = {
  columns: columns(['Name', 'Data', 'Age']),
  cells: (configMap, cluster) => [configMap.metadata.name, Object.keys(configMap.data ?? {}).length, age(cluster, configMap)],
};

export const secretTable: TablePrinter<Secret> = {
  columns: columns(['Name', 'Type', 'Data', 'Age']),
  cells: (secret, cluster) => [secret.metadata.name, secret.type, Object.keys(secret.data).length, age(cluster, secret)],
};
