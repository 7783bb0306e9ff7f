import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { regainPower } from '../fleet/database-life.ts';
import { startNode } from '../nodes/node-lifecycle.ts';
import type { World } from '../world.ts';
import { databasesIn, findNodes } from './find.ts';

/** Machines have power again, and boot. */
export function startNodes(world: World, command: Extract<FleetCommand, { kind: 'start-nodes' }>): CommandResult {
  const nodes = findNodes(world, command);
  if (!Array.isArray(nodes)) return nodes;
  const started = nodes.filter((node) => startNode(world, node));
  for (const database of databasesIn(world, command.zone)) regainPower(world, database);
  return started.length === 0 ? refuse('command/nodes_running', 'all of these machines run already') : DONE;
}
