import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { requestSync } from '../control/sync.ts';
import { fire } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';

/** `kubectl rollout pause`. */
export function rolloutPause(world: World, command: Extract<FleetCommand, { kind: 'rollout-pause' }>): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  if (state.paused) return refuse('command/already_paused', `deployments.apps "${command.service}" is already paused`);
  state.paused = true;
  fire(world.s.lifecycles, state.canary === null ? 'rollout' : 'canary', service, 'PAUSED');
  requestSync(world, service);
  return DONE;
}
