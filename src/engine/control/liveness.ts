import type { ProbeModel } from '../../scenario/model/fleet.ts';
import type { World } from '../world.ts';
import { containerDied } from './container-death.ts';
import { emitEvent } from './kube-events.ts';

export function livenessAnswered(world: World, pod: number): void {
  world.s.pods[pod].record.livenessFailures = 0;
}

/** Enough failures in a row restart the container in the same pod. */
export function livenessFailed(world: World, pod: number, model: ProbeModel, why: string): void {
  const { record, service } = world.s.pods[pod];
  const host = world.nodeNames[record.node];
  record.livenessFailures++;
  emitEvent(world, service, 'Warning', 'Unhealthy', 'Pod', record.name, 'kubelet', `Liveness probe failed: ${why}`, host);
  if (record.livenessFailures < model.failureThreshold) return;
  const { name } = world.plan.services[service].model;
  emitEvent(world, service, 'Normal', 'Killing', 'Pod', record.name, 'kubelet', `Container ${name} failed liveness probe, will be restarted`, host);
  containerDied(world, pod, 137, 'Error');
}
