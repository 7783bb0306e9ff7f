import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { requestSync } from '../control/sync.ts';
import { fire } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';

/** `kubectl rollout resume`. */
export function rolloutResume(world: World, command: Extract<FleetCommand, { kind: 'rollout-resume' }>): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  if (!state.paused) return refuse('command/not_paused', `deployments.apps "${command.service}" is not paused`);
  state.paused = false;
  // at a pause step of its own a canary goes on waiting
  if (state.canary === null) fire(world.s.lifecycles, 'rollout', service, 'RESUMED');
  else if (state.canary.pausedUs < 0) fire(world.s.lifecycles, 'canary', service, 'RESUMED');
  requestSync(world, service);
  return DONE;
}
