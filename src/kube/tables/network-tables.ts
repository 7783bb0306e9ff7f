import type { EndpointSlice } from '../objects/endpoint-slice.ts';
import type { Endpoints } from '../objects/endpoints.ts';
import type { Service } from '../objects/service.ts';
import { age, columns, labelsText, type TablePrinter } from './table.ts';

export const serviceTable: TablePrinter<Service> = {
  columns: columns(['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'], ['Selector']),
  cells: (service, cluster) => [
    service.metadata.name,
    service.spec.type,
    service.spec.clusterIP,
    service.spec.type === 'LoadBalancer' ? '<pending>' : '<none>',
    service.spec.ports.map((port) => `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol}`).join(','),
    age(cluster, service),
    labelsText(service.spec.selector),
  ],
};

export const endpointsTable: TablePrinter<Endpoints> = {
  columns: columns(['Name', 'Endpoints', 'Age']),
  cells: (endpoints, cluster) => [endpoints.metadata.name, endpointsText(endpoints), age(cluster, endpoints)],
};

export const endpointSliceTable: TablePrinter<EndpointSlice> = {
  columns: columns(['Name', 'AddressType', 'Ports', 'Endpoints', 'Age']),
  cells: (slice, cluster) => [
    slice.metadata.name,
    slice.addressType,
    slice.ports.map(({ port }) => port).join(','),
    atMost(
      slice.endpoints.flatMap(({ addresses }) => addresses),
      3,
    ) || '<unset>',
    age(cluster, slice),
  ],
};

/** Ready addresses of a slice. Source: kubectl pkg/describe formatEndpointSlices. */
export function readyAddressesText(slice: EndpointSlice): string {
  const ready = slice.endpoints.filter(({ conditions }) => conditions.ready).map(({ addresses }) => `${addresses[0]}:${slice.ports[0].port}`);
  // Like the original it says "more" of any endpoint after the third ready one, ready itself or not.
  const third = slice.endpoints.findIndex((endpoint) => ready.length >= 3 && `${endpoint.addresses[0]}:${slice.ports[0].port}` === ready[2]);
  const more = third >= 0 && third < slice.endpoints.length - 1;
  return more ? `${ready.slice(0, 3).join(',')} + ${ready.length - 3} more...` : ready.join(',');
}

/** At most three addresses, then how many more. Source: printers.go formatEndpoints. */
function endpointsText(endpoints: Endpoints): string {
  const all = (endpoints.subsets ?? []).flatMap((subset) => subset.ports.flatMap((port) => (subset.addresses ?? []).map(({ ip }) => `${ip}:${port.port}`)));
  return atMost(all, 3) || '<none>';
}

function atMost(all: readonly string[], most: number): string {
  return all.length > most ? `${all.slice(0, most).join(',')} + ${all.length - most} more...` : all.join(',');
}
