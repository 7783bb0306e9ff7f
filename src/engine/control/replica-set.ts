import type { PercentOrCount } from '../../scenario/model/fleet.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { createFailed, createSucceeded } from './create-failure.ts';
import { emitEvent } from './kube-events.ts';
import { deletePod } from './pod-end.ts';
import { createPod, schedulePod } from './pods.ts';
import type { ReplicaSetState } from './service-state.ts';

/** What whoever owns ReplicaSets, a Deployment or a Rollout, needs of them. */

export function resolvePart(part: PercentOrCount, replicas: number, up: boolean): number {
  if ('count' in part) return part.count;
  const exact = (part.percent * replicas) / 100;
  return up ? Math.ceil(exact) : Math.floor(exact);
}

/** How many pods a change may have too many, and how many too few. */
export function bounds(world: World, service: number): { surge: number; unavailable: number } {
  const { model } = world.plan.services[service];
  const { replicas } = world.s.services[service];
  const surge = resolvePart(model.maxSurge, replicas, true);
  const unavailable = resolvePart(model.maxUnavailable, replicas, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function available(world: World, set: ReplicaSetState): number {
  const states = world.s.lifecycles.pod.state;
  return set.pods.reduce((count, pod) => count + (states[pod] === POD.ready ? 1 : 0), 0);
}

export function setDesired(world: World, service: number, set: ReplicaSetState, desired: number): void {
  if (set.desired === desired) return;
  const { model } = world.plan.services[service];
  const name = `${model.name}-${set.hash}`;
  const direction = desired > set.desired ? 'up' : 'down';
  if (model.canary === null) {
    const text = `Scaled ${direction} replica set ${name} from ${set.desired} to ${desired}`;
    emitEvent(world, service, 'Normal', 'ScalingReplicaSet', 'Deployment', model.name, 'deployment-controller', text);
  } else {
    const text = `Scaled ${direction} ReplicaSet ${name} (revision ${set.revision}) from ${set.desired} to ${desired}`;
    emitEvent(world, service, 'Normal', 'ScalingReplicaSet', 'Rollout', model.name, 'rollouts-controller', text);
  }
  set.desired = desired;
}

/** The ReplicaSet controller: as many live pods as desired. Which go first: pkg/controller ActivePods (pending, not ready, newest). */
export function syncReplicaSet(world: World, service: number, set: ReplicaSetState): void {
  const s = world.s;
  const states = s.lifecycles.pod.state;
  const alive = set.pods.filter((pod) => states[pod] !== POD.terminating && states[pod] !== POD.gone);
  for (const pod of alive) if (states[pod] === POD.pending) schedulePod(world, pod);
  if (createMissing(world, service, set, set.desired - alive.length)) createSucceeded(set);
  let surplus = alive.length - set.desired;
  if (surplus <= 0) return;
  const order = [...alive].sort((a, b) => states[a] - states[b] || s.pods[b].record.createdUs - s.pods[a].record.createdUs || b - a);
  for (const pod of order) {
    if (surplus-- <= 0) break;
    const { model } = world.plan.services[service];
    emitEvent(
      world,
      service,
      'Normal',
      'SuccessfulDelete',
      'ReplicaSet',
      `${model.name}-${set.hash}`,
      'replicaset-controller',
      `Deleted pod: ${s.pods[pod].record.name}`,
    );
    deletePod(world, pod, model.terminationGraceUs);
  }
}

/** Its back-off after a failure is over. */
export function retryReplicaSet(world: World, service: number, setIndex: number): void {
  const set = world.s.services[service].replicaSets[setIndex];
  if (set.failure?.retryUs === world.s.nowUs) syncReplicaSet(world, service, set);
}

/**
 * One, then two, then four at a time, and no further batch after one with a failure, so that a quota is not asked a thousand times in vain. Source:
 * pkg/controller/replicaset/replica_set.go slowStartBatch. @returns whether all were made
 */
function createMissing(world: World, service: number, set: ReplicaSetState, missing: number): boolean {
  const setIndex = world.s.services[service].replicaSets.indexOf(set);
  for (let made = 0, batch = 1; made < missing; batch *= 2) {
    let hasFailed = false;
    for (const end = Math.min(missing, made + batch); made < end; made++) {
      const refusal = createPod(world, service, setIndex);
      if (refusal === null) continue;
      hasFailed = true;
      createFailed(world, service, setIndex, refusal);
    }
    if (hasFailed) return false;
  }
  return true;
}
