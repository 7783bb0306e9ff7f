import type { Command } from '../command.ts';
import { LOCATION_FLAGS, LOCATIONS } from './location-flags.ts';
import { CLUSTER_FLAG, clusterNamed } from './cluster-flag.ts';
import { findCluster, findPool, poolResource } from './pool-resource.ts';

export const describeNodePool: Command = {
  name: 'describe',
  summary: 'Describe an existing node pool for a cluster.',
  description: 'gcloud container node-pools describe displays all data associated with the node pool in the Google Kubernetes Engine cluster.',
  examples: [['To describe a node pool, run:', 'gcloud container node-pools describe node-pool-1 --cluster=sample-cluster --location=us-central1']],
  positionals: [{ name: 'NAME', required: true, help: 'The name of the node pool.' }],
  flags: [CLUSTER_FLAG, ...LOCATION_FLAGS],
  exclusive: LOCATIONS,
  async run(call) {
    const fleet = await findCluster(call, clusterNamed(call));
    return { resources: [poolResource(fleet, findPool(fleet, call.args[0]))], single: true };
  },
};
