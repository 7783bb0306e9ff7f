import type { World } from '../world.ts';
import type { ReplicaSetState } from './service-state.ts';

/** What a pod's container asks for and may have; 0: nothing said, which is no limit. */
export interface PodResources {
  readonly cpuRequestMilli: number;
  readonly cpuLimitMilli: number;
  readonly memoryRequestMiB: number;
  readonly memoryLimitMiB: number;
}

/** Of a template: as the fleet file has it, unless it was changed since. */
export function resourcesOf(world: World, service: number, set: ReplicaSetState): PodResources {
  return set.resources ?? world.plan.services[service].model;
}

export function resourcesOfPod(world: World, pod: number): PodResources {
  const { service, record } = world.s.pods[pod];
  return resourcesOf(world, service, world.s.services[service].replicaSets[record.revision]);
}

/** Of the template in force. */
export function resourcesInForce(world: World, service: number): PodResources {
  const { replicaSets, current } = world.s.services[service];
  return resourcesOf(world, service, replicaSets[current]);
}
