import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { modelOf, stateOf } from '../fleet/passwords.ts';
import type { World } from '../world.ts';
import { findSecret } from './find.ts';

/** A role gets a new password, and so do the Secrets. Who has read the old one keeps it until its container starts again, or its file is written anew. */
export function rotatePassword(world: World, command: Extract<FleetCommand, { kind: 'rotate-password' }>, actor: string): CommandResult {
  const secret = findSecret(world, command.secret);
  if (typeof secret !== 'number') return secret;
  const state = stateOf(world, secret);
  state.madeUs.push(world.s.nowUs);
  state.wanted = state.madeUs.length - 1;
  const { user, database } = modelOf(world, secret);
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: command.secret,
    title: `password of ${user} rotated`,
    detail: `version ${state.madeUs.length} of secret ${command.secret}, set for role ${user} of ${database}`,
    actor,
  });
  return DONE;
}
