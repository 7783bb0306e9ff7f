import { fire, POD } from '../machines/lifecycle.ts';
import { isUnheard } from '../network/contact.ts';
import type { World } from '../world.ts';
import { endpointsChanged } from './endpoints.ts';
import { emitEvent } from './kube-events.ts';
import { requestSync } from './sync.ts';

export function readinessAnswered(world: World, pod: number): void {
  const record = world.s.pods[pod].record;
  if (isUnheard(world, record.node)) return;
  const model = world.plan.services[world.s.pods[pod].service].model.readiness;
  record.readinessFailures = 0;
  record.readinessSuccesses++;
  if (record.readinessSuccesses >= (model?.successThreshold ?? 1)) change(world, pod, 'PROBE_SUCCEEDED');
}

export function readinessFailed(world: World, pod: number, why: string): void {
  const s = world.s;
  const record = s.pods[pod].record;
  if (isUnheard(world, record.node)) return;
  const model = world.plan.services[s.pods[pod].service].model.readiness;
  record.readinessSuccesses = 0;
  record.readinessFailures++;
  emitEvent(world, s.pods[pod].service, 'Warning', 'Unhealthy', 'Pod', record.name, 'kubelet', `Readiness probe failed: ${why}`, world.nodeNames[record.node]);
  if (record.readinessFailures >= (model?.failureThreshold ?? 3)) change(world, pod, 'PROBE_FAILED');
}

/** Sends a readiness event to the pod's machine and carries out its actions. */
export function change(world: World, pod: number, event: string): void {
  const s = world.s;
  const actions = fire(s.lifecycles, 'pod', pod, event);
  if (actions === null) return;
  const service = s.pods[pod].service;
  s.pods[pod].record.readyUs = s.lifecycles.pod.state[pod] === POD.ready ? s.nowUs : null;
  for (const action of actions) if (action === 'addEndpoint' || action === 'removeEndpoint') endpointsChanged(world, service);
  if (event === 'PROBE_SUCCEEDED') s.services[service].lastProgressUs = s.nowUs;
  requestSync(world, service);
}
