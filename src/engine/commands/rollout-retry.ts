import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { retryCanary } from '../control/canary.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findRollout } from './find.ts';

/** `kubectl argo rollouts retry rollout`: an aborted rollout from its first step again. */
export function rolloutRetry(world: World, command: Extract<FleetCommand, { kind: 'rollout-retry' }>, actor: string): CommandResult {
  const found = findRollout(world, command);
  if ('ok' in found) return found;
  if (!found.canary.aborted) return { ok: true, data: { skipped: true } };
  retryCanary(world, found.service, found.canary);
  recordChange(world, found.service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: command.service,
    title: `${command.service} retried`,
    detail: 'from its first step',
    actor,
    undo: `kubectl argo rollouts abort ${command.service}`,
  });
  return DONE;
}
