import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../objects/object-meta.ts';
import {
  autoscalerTable,
  certificateTable,
  configMapTable,
  disruptionBudgetTable,
  eventTable,
  namespaceTable,
  nodeTable,
  secretTable,
} from './cluster-tables.ts';
import { endpointSliceTable, endpointsTable, serviceTable } from './network-tables.ts';
import { resourceQuotaTable } from './resource-quota-table.ts';
import { analysisRunTable, rolloutTable } from './rollout-tables.ts';
import { age, columns, type Table, type TablePrinter } from './table.ts';
import { deploymentTable, podTable, replicaSetTable } from './workload-tables.ts';

/** A kind without a printer of its own. */
const plainTable: TablePrinter<KubeObject> = {
  columns: columns(['Name', 'Age']),
  cells: (object, cluster) => [object.metadata.name, age(cluster, object)],
};

const PRINTERS = {
  Pod: podTable,
  Deployment: deploymentTable,
  ReplicaSet: replicaSetTable,
  Node: nodeTable,
  Service: serviceTable,
  Endpoints: endpointsTable,
  EndpointSlice: endpointSliceTable,
  Event: eventTable,
  HorizontalPodAutoscaler: autoscalerTable,
  ResourceQuota: resourceQuotaTable,
  PodDisruptionBudget: disruptionBudgetTable,
  Certificate: certificateTable,
  Namespace: namespaceTable,
  ConfigMap: configMapTable,
  Secret: secretTable,
  Rollout: rolloutTable,
  AnalysisRun: analysisRunTable,
};

/** The objects of one kind as a table. */
export function tableOf(kind: string, objects: readonly KubeObject[], cluster: Cluster): Table {
  // Each printer reads the fields of its own kind, and `kind` says which that is.
  const printer = ((PRINTERS as Readonly<Record<string, unknown>>)[kind] ?? plainTable) as TablePrinter<KubeObject>;
  return { columns: printer.columns, rows: objects.map((object) => ({ cells: printer.cells(object, cluster), object })) };
}
