import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { isAutoscaled, scheduleClusterAutoscaler } from '../nodes/cluster-autoscaler.ts';
import { poolOf } from '../nodes/node-groups.ts';
import type { World } from '../world.ts';

const MOST_NODES = 1_000;

/** `gcloud container node-pools update --enable-autoscaling`: how many machines the cluster autoscaler may have in each zone of a pool. */
export function setNodePoolLimits(world: World, command: Extract<FleetCommand, { kind: 'set-node-pool-limits' }>, actor: string): CommandResult {
  const { s, plan } = world;
  const { regions } = plan.scenario.fleet;
  const groups = s.nodeGroups.filter(
    (group, at) => poolOf(world, at).name === command.pool && (command.region === undefined || regions[group.region].name === command.region),
  );
  if (groups.length === 0) return refuse('command/node_pool_not_found', `Not found: node pool "${command.pool}" not found.`);
  const [first] = groups;
  const minNodes = command.minNodes ?? first.minNodes;
  const maxNodes = command.maxNodes ?? first.maxNodes;
  if (![minNodes, maxNodes].every((count) => Number.isInteger(count) && count >= 0 && count <= MOST_NODES) || maxNodes < 1 || maxNodes < minNodes)
    return refuse('command/bad_node_limits', `Autoscaling.max_node_count (${maxNodes}) must be positive and at least min_node_count (${minNodes}).`);
  if (first.autoscaled && first.minNodes === minNodes && first.maxNodes === maxNodes) return { ok: true, data: { changed: false } };
  const was = first.autoscaled ? `was ${first.minNodes} to ${first.maxNodes}` : 'its number of nodes was fixed';
  for (const group of groups) {
    const isFirst = !isAutoscaled(world, group.region);
    group.autoscaled = true;
    group.minNodes = minNodes;
    group.maxNodes = maxNodes;
    if (isFirst) scheduleClusterAutoscaler(world, group.region);
  }
  world.recorder.change({
    atUs: s.nowUs,
    kind: 'scale',
    subject: command.pool,
    title: `node pool ${command.pool}: ${minNodes} to ${maxNodes} nodes a zone`,
    detail: was,
    actor,
  });
  return DONE;
}
