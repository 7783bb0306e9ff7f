import type { Command } from '../command.ts';
import { COMPUTE_LIST_FLAGS, NAMES } from '../list-flags.ts';
import type { Column } from '../output/resource.ts';
import { groupLink } from './backend-service.ts';
import { basename, link } from './links.ts';

/** Source: surface/compute/network_endpoint_groups/list.py. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'LOCATION', cell: ({ zone }) => basename(String(zone)) },
  { label: 'ENDPOINT_TYPE', cell: ({ networkEndpointType }) => String(networkEndpointType) },
  { label: 'SIZE', cell: ({ size }) => String(size) },
];

export const listNetworkEndpointGroups: Command = {
  name: 'list',
  summary: 'Lists Compute Engine network endpoint groups.',
  description: 'Displays all Google Compute Engine network endpoint groups in a project.',
  examples: [
    ['To list all network endpoint groups in a project in table form, run:', 'gcloud compute network-endpoint-groups list'],
    ['To list those of a zone, run:', 'gcloud compute network-endpoint-groups list --filter=zone:europe-west1-b'],
  ],
  positionals: [NAMES],
  flags: [...COMPUTE_LIST_FLAGS, { name: 'zones', kind: 'none', metavar: '', help: '' }],
  async run({ port, flags }) {
    const { project, groups } = await port.loadBalancer();
    const zonal = flags.given('global') ? [] : groups;
    return {
      resources: zonal.map((group) => ({
        kind: 'compute#networkEndpointGroup',
        name: group.name,
        networkEndpointType: 'GCE_VM_IP_PORT',
        selfLink: groupLink(project, group),
        size: group.endpoints.length,
        zone: link(`projects/${project}/zones/${group.zone}`),
      })),
      table: TABLE,
      counted: true,
    };
  },
};
