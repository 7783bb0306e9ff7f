import type { ResourceQuota } from '../objects/resource-quota.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describeQuota. */
export function describeResourceQuota({ metadata, status }: ResourceQuota): string {
  const writer = new DescribeWriter();
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.line(0, 'Resource', 'Used', 'Hard');
  writer.line(0, '--------', '----', '----');
  for (const resource of Object.keys(status.hard).sort()) writer.line(0, resource, status.used[resource] ?? '', status.hard[resource] ?? '');
  return writer.toString();
}
