import type { Command } from '../command.ts';
import { usageText } from '../usage.ts';
import { AUTOSCALING_FLAGS, updateAutoscaling } from './autoscaling-flags.ts';
import { LOCATION_FLAGS, LOCATIONS } from './location-flags.ts';
import { CLUSTER_FLAG, clusterNamed } from './cluster-flag.ts';
import { findCluster, findPool } from './pool-resource.ts';

export const updateNodePool: Command = {
  name: 'update',
  summary: 'Updates a node pool in a running cluster.',
  description: 'gcloud container node-pools update updates a node pool in a Google Kubernetes Engine cluster. Here it is the autoscaling that can be changed.',
  examples: [
    [
      'To let a node pool have up to 6 nodes in each zone, run:',
      'gcloud container node-pools update node-pool-1 --cluster=sample-cluster --location=us-central1 --enable-autoscaling --max-nodes=6',
    ],
  ],
  positionals: [{ name: 'NAME', required: true, help: 'The name of the node pool.' }],
  flags: [CLUSTER_FLAG, ...LOCATION_FLAGS, ...AUTOSCALING_FLAGS],
  exclusive: LOCATIONS,
  async run(call) {
    const fleet = await findCluster(call, clusterNamed(call));
    const pool = findPool(fleet, call.args[0]);
    await updateAutoscaling(call, pool, fleet.region, usageText(['container', 'node-pools', 'update'], updateNodePool));
    const { project, region, clusterName } = fleet;
    call.say(`Updating node pool ${pool.name}...done.\n`);
    call.say(`Updated [https://container.googleapis.com/v1/projects/${project}/zones/${region}/clusters/${clusterName}/nodePools/${pool.name}].\n`);
    return null;
  },
};
