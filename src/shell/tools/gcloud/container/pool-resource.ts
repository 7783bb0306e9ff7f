import type { FleetInspection, NodePoolInspection } from '../../../../contract/inspection.ts';
import type { Call } from '../call.ts';
import { GcloudError } from '../gcloud-error.ts';
import type { Resource } from '../output/resource.ts';
import { locationOf } from './location-flags.ts';

/** What a cluster's list says of a pool. */
export function poolSummary({ kubernetesVersion }: FleetInspection, { name, machineType, autoscaling }: NodePoolInspection): Resource {
  const limits: Resource =
    autoscaling === null
      ? {}
      : { autoscaling: { enabled: true, locationPolicy: 'BALANCED', maxNodeCount: autoscaling.maxNodes, minNodeCount: autoscaling.minNodes } };
  return { ...limits, config: { machineType }, name, version: kubernetesVersion.replace(/^v/, '') };
}

/** A node pool as the GKE API gives it, without what the fleet does not have. */
export function poolResource(fleet: FleetInspection, pool: NodePoolInspection): Resource {
  return { ...poolSummary(fleet, pool), locations: pool.zones, status: 'RUNNING' };
}

/** The cluster that `--cluster` or the positional names, in the location that is given. @throws GcloudError in the API's words */
export async function findCluster(call: Call, name: string): Promise<FleetInspection> {
  const location = locationOf(call.flags);
  if (location === '') throw new GcloudError('One of [--location, --zone, --region] must be supplied.');
  const clusters = await call.port.clusters();
  const found = clusters.find((cluster) => cluster.name === name && cluster.region === location);
  if (found !== undefined) return call.port.fleet(found.name);
  const { project } = await call.port.fleet();
  throw new GcloudError(`ResponseError: code=404, message=Not found: projects/${project}/locations/${location}/clusters/${name}.`);
}

/** @throws GcloudError in the API's words */
export function findPool({ project, region, clusterName, nodePools }: FleetInspection, name: string): NodePoolInspection {
  const found = nodePools.find((pool) => pool.name === name);
  if (found !== undefined) return found;
  throw new GcloudError(`ResponseError: code=404, message=Not found: projects/${project}/locations/${region}/clusters/${clusterName}/nodePools/${name}.`);
}
