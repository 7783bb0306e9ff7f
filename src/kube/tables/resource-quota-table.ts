import type { ResourceQuota } from '../objects/resource-quota.ts';
import { age, columns, type TablePrinter } from './table.ts';

/** Source: Kubernetes pkg/printers/internalversion/printers.go printResourceQuota. Until 1.31 the age came second. */
export const resourceQuotaTable: TablePrinter<ResourceQuota> = {
  columns: columns(['Name', 'Request', 'Limit', 'Age']),
  cells: (quota, cluster) => {
    const cell = (isLimit: boolean): string =>
      Object.keys(quota.status.hard)
        .sort()
        .filter((resource) => resource.startsWith('limits.') === isLimit)
        .map((resource) => `${resource}: ${quota.status.used[resource]}/${quota.status.hard[resource]}`)
        .join(', ');
    return [quota.metadata.name, cell(false), cell(true), age(cluster, quota)];
  },
};
