import type { Command } from '../command.ts';
import { usageText } from '../usage.ts';
import { AUTOSCALING_FLAGS, updateAutoscaling } from './autoscaling-flags.ts';
import { LOCATION_FLAGS, LOCATIONS } from './location-flags.ts';
import { findCluster, findPool } from './pool-resource.ts';

export const updateCluster: Command = {
  name: 'update',
  summary: 'Update cluster settings for an existing container cluster.',
  description: 'Update cluster settings for an existing container cluster. Here it is the autoscaling of a node pool that can be changed.',
  examples: [
    [
      'To let a node pool have up to 6 nodes in each zone, run:',
      'gcloud container clusters update sample-cluster --location=us-central1 --enable-autoscaling --node-pool=node-pool-1 --max-nodes=6',
    ],
  ],
  positionals: [{ name: 'NAME', required: true, help: 'The name of the cluster to update.' }],
  flags: [...LOCATION_FLAGS, { name: 'node-pool', kind: 'string', metavar: 'NODE_POOL', help: 'Node pool to be updated.' }, ...AUTOSCALING_FLAGS],
  exclusive: LOCATIONS,
  completes: 'cluster',
  async run(call) {
    const fleet = await findCluster(call, call.args[0]);
    const { project, region, clusterName, nodePools } = fleet;
    const pool = findPool(fleet, call.flags.text('node-pool') || (nodePools.length === 1 ? nodePools[0].name : 'default-pool'));
    await updateAutoscaling(call, pool, region, usageText(['container', 'clusters', 'update'], updateCluster));
    call.say(`Updating ${clusterName}...done.\n`);
    call.say(`Updated [https://container.googleapis.com/v1/projects/${project}/zones/${region}/clusters/${clusterName}].\n`);
    call.say(
      `To inspect the contents of your cluster, go to: https://console.cloud.google.com/kubernetes/workload_/gcloud/${region}/${clusterName}?project=${project}\n`,
    );
    return null;
  },
};
