import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { setReplicas } from '../control/autoscaler.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';

const REPLICAS_MAX = 500;

/** `kubectl scale`: the deployment's replica count. An autoscaler may change it again. */
export function scale(world: World, command: Extract<FleetCommand, { kind: 'scale' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  if (!Number.isInteger(command.replicas) || command.replicas < 0)
    return refuse('command/bad_replicas', 'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  if (command.replicas > REPLICAS_MAX)
    return refuse(
      'command/quota_exceeded',
      `deployments.apps "${command.service}" is forbidden: exceeded quota: compute, requested: pods=${command.replicas}, limited: pods=${REPLICAS_MAX}`,
    );
  const before = world.s.services[service].replicas;
  if (before === command.replicas) return DONE;
  setReplicas(world, service, command.replicas);
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'scale',
    subject: command.service,
    title: `${command.service} ${before} to ${command.replicas} pods`,
    detail: 'replica count set by hand',
    actor,
    undo: `kubectl scale deployment/${command.service} --replicas=${before}`,
  });
  return DONE;
}
