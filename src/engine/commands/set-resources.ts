import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { changeTemplate } from '../control/change-template.ts';
import { type PodResources, resourcesInForce } from '../control/pod-resources.ts';
import { cpuWords, memoryWords } from '../control/quantities.ts';
import { recordChange } from '../control/record-change.ts';
import { undoLine } from '../control/undo-line.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';

/** `kubectl set resources`: a new pod template, so a rolling update. What is left out stays; 0 takes a request or a limit away. */
export function setResources(world: World, command: Extract<FleetCommand, { kind: 'set-resources' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  const current = state.replicaSets[state.current];
  const before = resourcesInForce(world, service);
  const after: PodResources = {
    cpuRequestMilli: command.cpuRequestMilli ?? before.cpuRequestMilli,
    cpuLimitMilli: command.cpuLimitMilli ?? before.cpuLimitMilli,
    memoryRequestMiB: command.memoryRequestMiB ?? before.memoryRequestMiB,
    memoryLimitMiB: command.memoryLimitMiB ?? before.memoryLimitMiB,
  };
  const wrong = problemOf(after);
  if (wrong !== null)
    return refuse(
      'command/invalid_resources',
      `${state.canary === null ? 'Deployment.apps' : 'Rollout.argoproj.io'} "${command.service}" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: ${wrong}`,
    );
  const written = wordsOf(before, after);
  if (written === '') return { ok: true, data: { revision: current.revision } };
  const revision = changeTemplate(world, service, { ...current, resources: after, restartedAtUs: null, changeCause: `resources ${written}` });
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'config',
    subject: command.service,
    title: `${command.service} ${written}`,
    detail: `resources changed, revision ${revision}`,
    actor,
    undo: undoLine(world, service),
  });
  return { ok: true, data: { revision } };
}

/** Source: Kubernetes 1.28 pkg/apis/core/validation/validation.go ValidateResourceRequirements. */
function problemOf({ cpuRequestMilli, cpuLimitMilli, memoryRequestMiB, memoryLimitMiB }: PodResources): string | null {
  if (cpuLimitMilli > 0 && cpuRequestMilli > cpuLimitMilli)
    return `"${cpuWords(cpuRequestMilli)}": must be less than or equal to cpu limit of ${cpuWords(cpuLimitMilli)}`;
  if (memoryLimitMiB > 0 && memoryRequestMiB > memoryLimitMiB)
    return `"${memoryWords(memoryRequestMiB)}": must be less than or equal to memory limit of ${memoryWords(memoryLimitMiB)}`;
  return null;
}

function wordsOf(before: PodResources, after: PodResources): string {
  const words: string[] = [];
  if (after.cpuLimitMilli !== before.cpuLimitMilli) words.push(`limits.cpu=${cpuWords(after.cpuLimitMilli)}`);
  if (after.memoryLimitMiB !== before.memoryLimitMiB) words.push(`limits.memory=${memoryWords(after.memoryLimitMiB)}`);
  if (after.cpuRequestMilli !== before.cpuRequestMilli) words.push(`requests.cpu=${cpuWords(after.cpuRequestMilli)}`);
  if (after.memoryRequestMiB !== before.memoryRequestMiB) words.push(`requests.memory=${memoryWords(after.memoryRequestMiB)}`);
  return words.join(', ');
}
