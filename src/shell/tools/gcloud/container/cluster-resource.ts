import { controlPlaneAddress } from '../../../../contract/control-plane.ts';
import type { ShellPort } from '../../../../contract/ports.ts';
import type { Resource } from '../output/resource.ts';
import { poolSummary } from './pool-resource.ts';

/** Clusters as the GKE API gives them, without what the fleet does not have. */
export async function clusterResources(port: ShellPort): Promise<readonly Resource[]> {
  const clusters = await port.clusters();
  const fleets = await Promise.all(clusters.map(({ name }) => port.fleet(name)));
  return clusters.map(({ name, region }, at) => {
    const { nodes, nodePools, kubernetesVersion } = fleets[at];
    const version = kubernetesVersion.replace(/^v/, '');
    return {
      currentMasterVersion: version,
      currentNodeCount: nodes.length,
      currentNodeVersion: version,
      endpoint: controlPlaneAddress(at),
      location: region,
      locations: [...new Set(nodes.map((node) => node.zone))],
      name,
      nodePools: nodePools.map((pool) => poolSummary(fleets[at], pool)),
      status: 'RUNNING',
      zone: region,
    };
  });
}
