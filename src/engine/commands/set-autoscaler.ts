import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { createAutoscaler, DEFAULT_TARGET_CPU, scheduleAutoscaler } from '../control/autoscaler.ts';
import { recordChange } from '../control/record-change.ts';
import type { AutoscalerState } from '../control/service-state.ts';
import type { World } from '../world.ts';
import { findService } from './find.ts';

/** `kubectl patch hpa`, `kubectl autoscale`: what the autoscaler may do, from its next look on. */
export function setAutoscaler(world: World, command: Extract<FleetCommand, { kind: 'set-autoscaler' }>, actor: string): CommandResult {
  const service = findService(world, command);
  if (typeof service !== 'number') return service;
  const state = world.s.services[service];
  const before = state.autoscaler;
  const minReplicas = command.minReplicas ?? before?.minReplicas ?? 1;
  const maxReplicas = command.maxReplicas ?? before?.maxReplicas ?? 0;
  const targetCpuPercent = command.targetCpu ?? (before === null ? DEFAULT_TARGET_CPU : before.targetCpuPercent);
  const problem = problemOf(minReplicas, maxReplicas, targetCpuPercent);
  if (problem !== '') return refuse('command/invalid_object', `The HorizontalPodAutoscaler "${command.service}" is invalid: ${problem}`);
  const after = { minReplicas, maxReplicas, targetCpuPercent };
  if (before === null) {
    state.autoscaler = createAutoscaler(after, state.replicas, world.s.nowUs);
    scheduleAutoscaler(world, service);
  } else {
    if (before.minReplicas === minReplicas && before.maxReplicas === maxReplicas && before.targetCpuPercent === targetCpuPercent)
      return { ok: true, data: { changed: false } };
    state.autoscaler = { ...before, ...after };
  }
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'scale',
    subject: command.service,
    title: `autoscaler of ${command.service}: ${inWords(after)}`,
    detail: before === null ? 'new' : `was ${inWords(before)}`,
    actor,
    ...(before === null ? {} : { undo: `kubectl patch hpa ${command.service} --type merge -p '${JSON.stringify({ spec: specOf(before) })}'` }),
  });
  return DONE;
}

type Spec = Pick<AutoscalerState, 'minReplicas' | 'maxReplicas' | 'targetCpuPercent' | 'external'>;

function inWords({ minReplicas, maxReplicas, targetCpuPercent }: Spec): string {
  return `${minReplicas} to ${maxReplicas} pods${targetCpuPercent === null ? '' : ` at ${targetCpuPercent}% CPU`}`;
}

/** A merge replaces a list as a whole, so external metrics are not for one that names CPU alone. */
function specOf({ minReplicas, maxReplicas, targetCpuPercent, external }: Spec) {
  if (targetCpuPercent === null || external !== undefined) return { minReplicas, maxReplicas };
  const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCpuPercent } };
  return { minReplicas, maxReplicas, metrics: [{ type: 'Resource', resource: cpu }] };
}

/** First problem in the API server's words, '' without. Source: Kubernetes pkg/apis/autoscaling/validation/validation.go. */
function problemOf(min: number, max: number, targetCpu: number | null): string {
  if (min < 1) return `spec.minReplicas: Invalid value: ${min}: must be greater than or equal to 1`;
  if (max < 1) return `spec.maxReplicas: Invalid value: ${max}: must be greater than 0`;
  if (max < min) return `spec.maxReplicas: Invalid value: ${max}: must be greater than or equal to \`minReplicas\``;
  return targetCpu !== null && targetCpu < 1 ? `spec.metrics[0].resource.target.averageUtilization: Invalid value: ${targetCpu}: must be greater than 0` : '';
}
