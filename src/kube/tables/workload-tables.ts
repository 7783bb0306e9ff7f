import type { Deployment } from '../objects/deployment.ts';
import type { PodTemplateSpec } from '../objects/pod-template.ts';
import type { Pod } from '../objects/pod.ts';
import type { ReplicaSet } from '../objects/replica-set.ts';
import { podStatusText, readyText, restartsText } from '../pod-status.ts';
import { age, columns, labelsText, type TablePrinter } from './table.ts';

/** Columns of workload kinds. Source: Kubernetes pkg/printers/internalversion/printers.go. */
export const podTable: TablePrinter<Pod> = {
  columns: columns(['Name', 'Ready', 'Status', 'Restarts', 'Age'], ['IP', 'Node', 'Nominated Node', 'Readiness Gates']),
  cells: (pod, cluster) => [
    pod.metadata.name,
    readyText(pod),
    podStatusText(pod),
    restartsText(cluster, pod),
    age(cluster, pod),
    pod.status.podIP ?? '<none>',
    pod.spec.nodeName ?? '<none>',
    '<none>',
    '<none>',
  ],
};

export const deploymentTable: TablePrinter<Deployment> = {
  columns: columns(['Name', 'Ready', 'Up-to-date', 'Available', 'Age'], ['Containers', 'Images', 'Selector']),
  cells: (deployment, cluster) => [
    deployment.metadata.name,
    `${deployment.status.readyReplicas ?? 0}/${deployment.spec.replicas}`,
    deployment.status.updatedReplicas ?? 0,
    deployment.status.availableReplicas ?? 0,
    age(cluster, deployment),
    ...template(deployment.spec.template),
    labelsText(deployment.spec.selector.matchLabels),
  ],
};

export const replicaSetTable: TablePrinter<ReplicaSet> = {
  columns: columns(['Name', 'Desired', 'Current', 'Ready', 'Age'], ['Containers', 'Images', 'Selector']),
  cells: (replicaSet, cluster) => [
    replicaSet.metadata.name,
    replicaSet.spec.replicas,
    replicaSet.status.replicas,
    replicaSet.status.readyReplicas ?? 0,
    age(cluster, replicaSet),
    ...template(replicaSet.spec.template),
    labelsText(replicaSet.spec.selector.matchLabels),
  ],
};

function template(spec: PodTemplateSpec): readonly [string, string] {
  return [spec.spec.containers.map((container) => container.name).join(','), spec.spec.containers.map((container) => container.image).join(',')];
}
