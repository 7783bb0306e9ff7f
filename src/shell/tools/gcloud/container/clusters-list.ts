import type { Command } from '../command.ts';
import { LIST_FLAGS, URI_FLAG } from '../list-flags.ts';
import type { Column, Resource } from '../output/resource.ts';
import { clusterResources } from './cluster-resource.ts';
import { LOCATION_FLAGS, LOCATIONS, locationOf } from './location-flags.ts';

function machineType({ nodePools }: Resource): string {
  const [pool] = nodePools as readonly Resource[];
  return String((pool.config as Resource).machineType);
}

/** Source: api_lib/container/util.py, CLUSTERS_FORMAT. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'LOCATION', cell: ({ zone }) => String(zone) },
  { label: 'MASTER_VERSION', cell: ({ currentMasterVersion }) => String(currentMasterVersion) },
  { label: 'MASTER_IP', cell: ({ endpoint }) => String(endpoint) },
  { label: 'MACHINE_TYPE', cell: machineType },
  { label: 'NODE_VERSION', cell: ({ currentNodeVersion }) => String(currentNodeVersion) },
  { label: 'NUM_NODES', cell: ({ currentNodeCount }) => String(currentNodeCount) },
  { label: 'STATUS', cell: ({ status }) => String(status) },
];

export const listClusters: Command = {
  name: 'list',
  summary: 'List existing clusters for running containers.',
  description: "List existing clusters for running containers: across all locations unless either '--location', '--region', or '--zone' is specified.",
  examples: [['To list existing clusters in all locations, run:', 'gcloud container clusters list']],
  positionals: [],
  flags: [...LOCATION_FLAGS, ...LIST_FLAGS, ...URI_FLAG],
  exclusive: LOCATIONS,
  async run({ port, flags }) {
    const location = locationOf(flags);
    const clusters = await clusterResources(port);
    return { resources: clusters.filter((cluster) => location === '' || cluster.location === location), table: TABLE };
  },
};
