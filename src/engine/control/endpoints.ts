import { POD } from '../machines/lifecycle.ts';
import { endpointsMoved } from '../protection/outlier-detector.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';

/** From a pod's readiness to every caller's list takes a while (EndpointSlice, kube-proxy, NEG); there is no ordering with SIGTERM. */
const PROPAGATION_US = 500_000;

export function endpointsChanged(world: World, service: number): void {
  const s = world.s;
  if (s.services[service].endpointsDueUs > s.nowUs) return;
  s.services[service].endpointsDueUs = s.nowUs + PROPAGATION_US;
  pushEvent(s.queue, s.nowUs + PROPAGATION_US, PRIORITY[EVENT.endpoints], EVENT.endpoints, service, 0);
}

export function propagateEndpoints(world: World, service: number): void {
  const s = world.s;
  s.services[service].endpoints = readyPods(world, service);
  if (world.plan.detectsOutliers) endpointsMoved(world, service);
}

export function readyPods(world: World, service: number): number[] {
  const s = world.s;
  const ready: number[] = [];
  for (const set of s.services[service].replicaSets) for (const pod of set.pods) if (s.lifecycles.pod.state[pod] === POD.ready) ready.push(pod);
  return ready;
}
