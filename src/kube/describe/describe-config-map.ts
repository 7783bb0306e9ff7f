import type { Cluster } from '../cluster.ts';
import type { ConfigMap } from '../objects/config-map.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Keys come in alphabetical order here; the original takes them as Go's map happens to give them. Source: kubectl pkg/describe ConfigMapDescriber. */
export function describeConfigMap(configMap: ConfigMap, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, data = {} } = configMap;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writer.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) writer.line(0, `${key}:\n----\n${data[key]}\n`);
  writer.line(0, '\nBinaryData\n====\n');
  describeEvents(writer, cluster, 'ConfigMap', metadata.name);
  return writer.toString();
}
