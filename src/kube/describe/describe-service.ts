import type { Cluster } from '../cluster.ts';
import { endpointSliceObject } from '../objects/endpoint-slice.ts';
import type { Service } from '../objects/service.ts';
import { readyAddressesText } from '../tables/network-tables.ts';
import { labelsText } from '../tables/table.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describeService. */
export function describeService(service: Service, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, spec } = service;
  const inspection = cluster.fleet.services.find((candidate) => candidate.name === metadata.name);
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writer.line(0, 'Selector:', labelsText(spec.selector));
  writer.line(0, 'Type:', spec.type);
  writer.line(0, 'IP Family Policy:', spec.ipFamilyPolicy);
  writer.line(0, 'IP Families:', spec.ipFamilies.join(','));
  writer.line(0, 'IP:', spec.clusterIP);
  writer.line(0, 'IPs:', spec.clusterIPs.join(','));
  for (const port of spec.ports) {
    writer.line(0, 'Port:', port.name, `${port.port}/${port.protocol}`);
    writer.line(0, 'TargetPort:', `${port.targetPort}/${port.protocol}`);
    if (port.nodePort) writer.line(0, 'NodePort:', port.name, `${port.nodePort}/${port.protocol}`);
    writer.line(0, 'Endpoints:', inspection ? readyAddressesText(endpointSliceObject(cluster, inspection)) : '<none>');
  }
  writer.line(0, 'Session Affinity:', spec.sessionAffinity);
  writer.line(0, 'Internal Traffic Policy:', spec.internalTrafficPolicy);
  describeEvents(writer, cluster, 'Service', metadata.name);
  return writer.toString();
}
