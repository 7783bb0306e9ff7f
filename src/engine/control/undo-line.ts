import type { World } from '../world.ts';

/** The line that takes a template back, by what the service is. */
export function undoLine(world: World, service: number, toRevision?: number): string {
  const { name, canary } = world.plan.services[service].model;
  const to = toRevision === undefined ? '' : ` --to-revision=${toRevision}`;
  return canary === null ? `kubectl rollout undo deployment/${name}${to}` : `kubectl argo rollouts undo ${name}${to}`;
}
