import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { changeTemplate } from '../control/change-template.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';
import { undoLine } from '../control/undo-line.ts';

/** `kubectl set image`. Only images the fleet knows can be pulled; another tag would never start, so it is refused with the known ones. */
export function setImage(world: World, command: Extract<FleetCommand, { kind: 'set-image' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  if (command.container !== model.name && command.container !== '*')
    return refuse('command/container_not_found', `unable to find container named "${command.container}"`);
  const [repository, version] = splitImage(command.image);
  const known = knownVersions(world, service);
  if (repository !== model.image || !known.includes(version))
    return refuse('command/image_not_found', `manifest for ${command.image} not found in the registry; known tags of ${model.image}: ${known.join(', ')}`);
  const current = state.replicaSets[state.current];
  const revision = changeTemplate(world, service, { ...current, version, image: command.image, restartedAtUs: null, changeCause: `image set to ${version}` });
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: command.service,
    title: `${command.service} ${version}`,
    detail: `image changed from ${current.version}, revision ${revision}`,
    actor,
    undo: undoLine(world, service),
  });
  return { ok: true, data: { revision } };
}

function splitImage(image: string): [string, string] {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? [image.slice(0, colon), image.slice(colon + 1)] : [image, 'latest'];
}

/** Tags in the registry: every revision there has been, and releases on the timeline so far. */
function knownVersions(world: World, service: number): string[] {
  return [...new Set(world.s.services[service].replicaSets.map((set) => set.version))];
}
