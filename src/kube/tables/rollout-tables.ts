import type { AnalysisRun } from '../objects/analysis.ts';
import type { Rollout } from '../objects/rollout.ts';
import { age, columns, type TablePrinter } from './table.ts';

/**
 * Columns that Argo's custom resource definitions ask the API server to print. What an object's status leaves out is an empty cell, not 0.
 * Source: Argo Rollouts 1.7 manifests/crds, additionalPrinterColumns.
 */
export const rolloutTable: TablePrinter<Rollout> = {
  columns: columns(['Name', 'Desired', 'Current', 'Up-to-date', 'Available', 'Age']),
  cells: (rollout, cluster) => [
    rollout.metadata.name,
    rollout.spec.replicas,
    rollout.status.replicas ?? '',
    rollout.status.updatedReplicas ?? '',
    rollout.status.availableReplicas ?? '',
    age(cluster, rollout),
  ],
};

export const analysisRunTable: TablePrinter<AnalysisRun> = {
  columns: columns(['Name', 'Status', 'Age']),
  cells: (run, cluster) => [run.metadata.name, run.status.phase, age(cluster, run)],
};
