import type { World } from '../world.ts';
import { judgeCanaryDeadline, syncCanary } from './canary.ts';
import { judgeDeadline, syncDeployment } from './deployment.ts';

/** The controller of a service looks at it: that of Deployments, or that of Rollouts. */
export function syncService(world: World, service: number): void {
  const { canary } = world.s.services[service];
  if (canary === null) syncDeployment(world, service);
  else syncCanary(world, service, canary);
}

/** Once a second: has it taken too long? */
export function judgeRollout(world: World, service: number): void {
  const { canary } = world.s.services[service];
  if (canary === null) judgeDeadline(world, service);
  else judgeCanaryDeadline(world, service, canary);
}
