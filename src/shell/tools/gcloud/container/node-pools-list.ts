import type { Command } from '../command.ts';
import { LIST_FLAGS, URI_FLAG } from '../list-flags.ts';
import type { Column, Resource } from '../output/resource.ts';
import { LOCATION_FLAGS, LOCATIONS } from './location-flags.ts';
import { CLUSTER_FLAG, clusterNamed } from './cluster-flag.ts';
import { findCluster, poolResource } from './pool-resource.ts';

/** Source: api_lib/container/util.py, NODEPOOLS_FORMAT. Disks are not modelled; GKE's default is 100 GB. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'MACHINE_TYPE', cell: ({ config }) => String((config as Resource).machineType) },
  { label: 'DISK_SIZE_GB', cell: () => '100' },
  { label: 'NODE_VERSION', cell: ({ version }) => String(version) },
];

export const listNodePools: Command = {
  name: 'list',
  summary: 'List existing node pools for a cluster.',
  description: 'List existing node pools for a cluster.',
  examples: [['To list existing node pools for a cluster, run:', 'gcloud container node-pools list --cluster=sample-cluster --location=us-central1']],
  positionals: [],
  flags: [CLUSTER_FLAG, ...LOCATION_FLAGS, ...LIST_FLAGS, ...URI_FLAG],
  exclusive: LOCATIONS,
  async run(call) {
    const fleet = await findCluster(call, clusterNamed(call));
    return { resources: fleet.nodePools.map((pool) => poolResource(fleet, pool)), table: TABLE };
  },
};
