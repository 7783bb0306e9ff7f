import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { modelOf, NONE_OF_THEM, stateOf } from '../fleet/passwords.ts';
import type { World } from '../world.ts';
import { findSecret } from './find.ts';

/** A role's password alone, as `gcloud sql users set-password` sets it: to that of a version of its Secret, or to none of them. The Secret stays as it is. */
export function setPassword(world: World, command: Extract<FleetCommand, { kind: 'set-password' }>, actor: string): CommandResult {
  const secret = findSecret(world, command.secret);
  if (typeof secret !== 'number') return secret;
  const state = stateOf(world, secret);
  const version = command.version <= state.madeUs.length ? command.version - 1 : NONE_OF_THEM;
  if (version === state.wanted) return { ok: true, data: { changed: false } };
  state.wanted = version;
  const { user, database } = modelOf(world, secret);
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: database,
    title: `password of ${user} set`,
    detail: version === NONE_OF_THEM ? `none that secret ${command.secret} ever had` : `that of version ${version + 1} of secret ${command.secret}`,
    actor,
  });
  return DONE;
}
