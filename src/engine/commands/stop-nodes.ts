import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { losePower } from '../fleet/database-life.ts';
import { stopNode } from '../nodes/node-lifecycle.ts';
import type { World } from '../world.ts';
import { databasesIn, findNodes } from './find.ts';

/** Machines lose their power. A fault of the surroundings: nothing writes it into the change feed. */
export function stopNodes(world: World, command: Extract<FleetCommand, { kind: 'stop-nodes' }>): CommandResult {
  const nodes = findNodes(world, command);
  if (!Array.isArray(nodes)) return nodes;
  const stopped = nodes.filter((node) => stopNode(world, node));
  for (const database of databasesIn(world, command.zone)) losePower(world, database);
  return stopped.length === 0 ? refuse('command/nodes_stopped', 'all of these machines are stopped already') : DONE;
}
