import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { changeTemplate } from '../control/change-template.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';
import { undoLine } from '../control/undo-line.ts';

/** `kubectl set env`: a new pod template, so a rolling update. Variables the service reads (its pools' sizes) change how it runs. */
export function setEnv(world: World, command: Extract<FleetCommand, { kind: 'set-env' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  const current = state.replicaSets[state.current];
  const env: Record<string, string> = { ...current.env };
  for (const [name, value] of Object.entries(command.env)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  const revision = changeTemplate(world, service, { ...current, env, restartedAtUs: null, changeCause: `env ${Object.keys(command.env).join(', ')}` });
  const written = Object.entries(command.env)
    .map(([name, value]) => (value === null ? `${name} removed` : `${name}=${value}`))
    .join(', ');
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'config',
    subject: command.service,
    title: `${command.service} ${written}`,
    detail: `environment changed, revision ${revision}`,
    actor,
    undo: undoLine(world, service),
  });
  return { ok: true, data: { revision } };
}
