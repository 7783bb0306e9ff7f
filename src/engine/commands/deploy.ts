import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { changeTemplate } from '../control/change-template.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';
import { undoLine } from '../control/undo-line.ts';

/** A release from the delivery pipeline: a new image tag, rolled out like any other. */
export function deploy(world: World, command: Extract<FleetCommand, { kind: 'deploy' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  const current = state.replicaSets[state.current];
  const revision = changeTemplate(world, service, {
    version: command.version,
    image: `${model.image}:${command.version}`,
    env: current.env,
    ...(current.resources === undefined ? {} : { resources: current.resources }),
    changeCause: command.changeCause,
    restartedAtUs: null,
  });
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: command.service,
    title: `${command.service} ${command.version}`,
    detail: command.changeCause,
    actor,
    undo: undoLine(world, service),
  });
  return { ok: true, data: { revision } };
}
