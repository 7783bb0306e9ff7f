import type { Call } from '../call.ts';
import type { Command } from '../command.ts';
import { GcloudError } from '../gcloud-error.ts';
import { LIST_FLAGS } from '../list-flags.ts';
import type { Column, Resource } from '../output/resource.ts';
import { globalName, regionalName, zonalName } from './links.ts';
import { globalFlag, notFound, regionFlag } from './scope-flags.ts';

const endpoint = (resource: Resource): Resource => resource.networkEndpoint as Resource;

/** Source: surface/compute/network_endpoint_groups/list_network_endpoints.py; the last two are for other kinds of endpoint. */
const TABLE: readonly Column[] = [
  { label: 'INSTANCE', cell: (resource) => String(endpoint(resource).instance) },
  { label: 'IP_ADDRESS', cell: (resource) => String(endpoint(resource).ipAddress) },
  { label: 'IPV6_ADDRESS', cell: () => '' },
  { label: 'PORT', cell: (resource) => String(endpoint(resource).port) },
  { label: 'FQDN', cell: () => '' },
  { label: 'CLIENT_DESTINATION_PORT', cell: () => '' },
];

export const listNetworkEndpoints: Command = {
  name: 'list-network-endpoints',
  summary: 'List network endpoints in a network endpoint group.',
  description: 'List network endpoints in a network endpoint group.',
  examples: [
    ['To list network endpoints of a group in a zone, run:', 'gcloud compute network-endpoint-groups list-network-endpoints NAME --zone=europe-west1-b'],
  ],
  positionals: [{ name: 'NAME', required: true, help: 'Name of the network endpoint group to operate on.' }],
  flags: [
    globalFlag('network endpoint group'),
    regionFlag('network endpoint group'),
    { name: 'zone', kind: 'string', metavar: 'ZONE', help: 'Zone of the network endpoint group to operate on.' },
    ...LIST_FLAGS,
  ],
  exclusive: ['global', 'region', 'zone'],
  completes: 'network-endpoint-group',
  async run(call) {
    const [name] = call.args;
    const { project, groups } = await call.port.loadBalancer();
    const group = groups.find((candidate) => candidate.name === name && candidate.zone === call.flags.text('zone'));
    if (group === undefined) throw notFound(askedFor(call, project));
    return {
      resources: group.endpoints.map(({ node, ip, port }) => ({ networkEndpoint: { instance: node, ipAddress: ip, port } })),
      table: TABLE,
      counted: true,
    };
  },
};

/** @throws GcloudError when it is not said where the group is. */
function askedFor({ args: [name], flags }: Call, project: string): string {
  const collection = 'networkEndpointGroups';
  if (flags.given('global')) return globalName(project, collection, name);
  if (flags.given('region')) return regionalName(project, flags.text('region'), collection, name);
  if (flags.given('zone')) return zonalName(project, flags.text('zone'), collection, name);
  throw new GcloudError(`Underspecified resource [${name}]. Specify one of the [--global, --region, --zone] flags.`);
}
