import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { changeTemplate } from '../control/change-template.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';
import { undoLine } from '../control/undo-line.ts';

/** `kubectl rollout undo`: the template of an earlier revision becomes the newest revision. */
export function rolloutUndo(world: World, command: Extract<FleetCommand, { kind: 'rollout-undo' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  if (state.paused && state.canary === null)
    return refuse(
      'command/rollout_paused',
      `cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${command.service}' and try again`,
    );
  const current = state.replicaSets[state.current];
  const wanted = command.toRevision ?? 0;
  const earlier = [...state.replicaSets].filter((set) => set !== current).sort((a, b) => b.revision - a.revision);
  const target = wanted === 0 ? earlier[0] : state.replicaSets.find((set) => set.revision === wanted);
  if (target === undefined)
    return wanted === 0
      ? refuse('command/no_revision', `no rollout history found for deployment "${command.service}"`)
      : refuse('command/no_revision', `unable to find specified revision ${wanted} in history`);
  if (target === current) return { ok: true, data: { skipped: true, revision: current.revision } };
  const revision = changeTemplate(world, service, {
    version: target.version,
    image: target.image,
    env: target.env,
    ...(target.resources === undefined ? {} : { resources: target.resources }),
    changeCause: target.changeCause,
    restartedAtUs: target.restartedAtUs,
  });
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: command.service,
    title: `${command.service} ${target.version}`,
    detail: `rolled back from ${current.version}, revision ${revision}`,
    actor,
    undo: undoLine(world, service, current.revision),
  });
  return { ok: true, data: { revision } };
}
