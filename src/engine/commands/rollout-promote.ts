import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { promoteCanary } from '../control/canary.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findRollout } from './find.ts';

/** `kubectl argo rollouts promote`: on to the next step, or through all of them. */
export function rolloutPromote(world: World, command: Extract<FleetCommand, { kind: 'rollout-promote' }>, actor: string): CommandResult {
  const found = findRollout(world, command);
  if ('ok' in found) return found;
  promoteCanary(world, found.service, found.canary, command.full === true);
  recordChange(world, found.service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: command.service,
    title: `${command.service} promoted${command.full === true ? ' fully' : ''}`,
    detail: command.full === true ? 'steps, pauses and analyses that are left are skipped' : 'goes on with its steps',
    actor,
    undo: `kubectl argo rollouts abort ${command.service}`,
  });
  return DONE;
}
