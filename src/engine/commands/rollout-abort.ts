import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { abortCanary } from '../control/canary.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findRollout } from './find.ts';

/** `kubectl argo rollouts abort`: all pods back to the stable version. On a rollout that is through with its steps it changes nothing, as the real one does. */
export function rolloutAbort(world: World, command: Extract<FleetCommand, { kind: 'rollout-abort' }>, actor: string): CommandResult {
  const found = findRollout(world, command);
  if ('ok' in found) return found;
  if (!abortCanary(world, found.service, '')) return { ok: true, data: { skipped: true } };
  const { replicaSets } = world.s.services[found.service];
  recordChange(world, found.service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: command.service,
    title: `${command.service} aborted`,
    detail: `back to ${replicaSets[found.canary.stable].version}`,
    actor,
    undo: `kubectl argo rollouts retry rollout ${command.service}`,
  });
  return DONE;
}
