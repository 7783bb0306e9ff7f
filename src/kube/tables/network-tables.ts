import type { Endpoints } from '../objects/endpoints.ts';
import type { Service } from '../objects/service.ts';
import { age, columns, labelsText, type TablePrinter } from './table.ts';

export const serviceTable: TablePrinter<Service> = {
  columns: columns(['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'], ['Selector']),
  cells: (service, cluster) => [
    service.metadata.name, service.spec.type, service.spec.clusterIP, service.spec.type === 'LoadBalancer' ? '<pending>' : '<none>',
    service.spec.ports.map((port) => `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol}`).join(','), age(cluster, service), labelsText(service.spec.selector),
  ],
};

export const endpointsTable: TablePrinter<Endpoints> = {
  columns: columns(['Name', 'Endpoints', 'Age']),
  cells: (endpoints, cluster) => [endpoints.metadata.name, endpointsText(endpoints), age(cluster, endpoints)],
};

/** At most three addresses, then how many more. Source: printers.go formatEndpoints. */
export function endpointsText(endpoints: Endpoints, most = 3): string {
  const all = (endpoints.subsets ?? []).flatMap((subset) => subset.ports.flatMap((port) => (subset.addresses ?? []).map(({ ip }) => `${ip}:${port.port}`)));
  if (all.length === 0) return '<none>';
  return all.length > most ? `${all.slice(0, most).join(',')} + ${all.length - most} more...` : all.join(',');
}
