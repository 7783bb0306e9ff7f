import type { NodePoolInspection } from '../../contract/inspection.ts';
import { groupSize } from '../nodes/node-groups.ts';
import type { World } from '../world.ts';

/** Node pools of a region's cluster as the GKE API would describe them now. @param region its place in the fleet */
export function inspectNodePools(world: World, region: number): NodePoolInspection[] {
  const { nodeGroups } = world.s;
  return world.plan.scenario.fleet.nodePools.flatMap(({ name, machineType }, pool) => {
    const groups = nodeGroups.flatMap((group, at) => (group.pool === pool && group.region === region ? [at] : []));
    if (groups.length === 0) return [];
    const { autoscaled, minNodes, maxNodes } = nodeGroups[groups[0]];
    return [
      {
        name,
        machineType,
        zones: groups.map((group) => nodeGroups[group].zone),
        nodes: groups.reduce((sum, group) => sum + groupSize(world, group), 0),
        autoscaling: autoscaled ? { minNodes, maxNodes } : null,
      },
    ];
  });
}
