import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { changeTemplate } from '../control/change-template.ts';
import { requestSync } from '../control/sync.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';

/** `kubectl rollout restart`: the same template with a new annotation, so that every pod is replaced. */
export function rolloutRestart(world: World, command: Extract<FleetCommand, { kind: 'rollout-restart' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  if (state.paused && state.canary === null)
    return refuse('command/rollout_paused', `deployments.apps "${command.service}" can't restart paused deployment (run rollout resume first)`);
  if (state.canary !== null) {
    // the Rollouts controller replaces pods where they are: no new template, no new revision
    state.canary.restartUs = world.s.nowUs;
    requestSync(world, service);
    recordChange(world, service, {
      atUs: world.s.nowUs,
      kind: 'restart',
      subject: command.service,
      title: `${command.service} restarted`,
      detail: 'pods replaced one after another',
      actor,
    });
    return DONE;
  }
  const current = state.replicaSets[state.current];
  const revision = changeTemplate(world, service, { ...current, restartedAtUs: world.s.nowUs });
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'restart',
    subject: command.service,
    title: `${command.service} restarted`,
    detail: `rolling restart, revision ${revision}`,
    actor,
  });
  return { ok: true, data: { revision } };
}
