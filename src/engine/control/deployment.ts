import { fire } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { available, bounds, setDesired, syncReplicaSet } from './replica-set.ts';
import type { ReplicaSetState } from './service-state.ts';

/**
 * The Deployment controller's rolling update. Source: Kubernetes 1.28 pkg/controller/deployment/rolling.go: new replica set up within
 * replicas + maxSurge, unhealthy old pods down first, then healthy ones while at least replicas − maxUnavailable stay available.
 */
export function syncDeployment(world: World, service: number): void {
  const state = world.s.services[service];
  state.syncScheduled = false;
  const current = state.replicaSets[state.current];
  const old = state.replicaSets.filter((set) => set !== current && set.desired > 0);
  if (old.length === 0) setDesired(world, service, current, state.replicas);
  else if (!state.paused) {
    scaleNew(world, service, current, old);
    scaleOld(world, service, current, old);
  }
  for (const set of state.replicaSets) syncReplicaSet(world, service, set);
  judgeProgress(world, service);
}

function scaleNew(world: World, service: number, current: ReplicaSetState, old: readonly ReplicaSetState[]): void {
  const { replicas } = world.s.services[service];
  if (current.desired >= replicas) {
    setDesired(world, service, current, replicas);
    return;
  }
  const total = current.desired + old.reduce((sum, set) => sum + set.desired, 0);
  const room = replicas + bounds(world, service).surge - total;
  if (room > 0) setDesired(world, service, current, current.desired + Math.min(room, replicas - current.desired));
}

function scaleOld(world: World, service: number, current: ReplicaSetState, old: readonly ReplicaSetState[]): void {
  const { replicas } = world.s.services[service];
  const minAvailable = replicas - bounds(world, service).unavailable;
  const total = current.desired + old.reduce((sum, set) => sum + set.desired, 0);
  const newUnavailable = current.desired - available(world, current);
  let room = total - minAvailable - newUnavailable;
  if (room <= 0) return;
  for (const set of old) {
    const unhealthy = Math.min(room, set.desired - available(world, set));
    if (unhealthy <= 0) continue;
    setDesired(world, service, set, set.desired - unhealthy);
    room -= unhealthy;
  }
  let spare = available(world, current) + old.reduce((sum, set) => sum + available(world, set), 0) - minAvailable;
  for (const set of old) {
    const down = Math.min(spare, set.desired);
    if (down <= 0) continue;
    setDesired(world, service, set, set.desired - down);
    spare -= down;
  }
}

/** Tells the rollout's machine how far it is. */
function judgeProgress(world: World, service: number): void {
  const s = world.s;
  const state = s.services[service];
  const current = state.replicaSets[state.current];
  const pods = state.replicaSets.reduce((sum, set) => sum + set.pods.length, 0);
  if (current.desired === state.replicas && available(world, current) === state.replicas && pods === state.replicas)
    fire(s.lifecycles, 'rollout', service, 'COMPLETED');
  else if (state.lastProgressUs === s.nowUs) fire(s.lifecycles, 'rollout', service, 'PROGRESSED');
}

/** Looked at once a second. */
export function judgeDeadline(world: World, service: number): void {
  const s = world.s;
  const state = s.services[service];
  if (s.nowUs - state.lastProgressUs > world.plan.services[service].model.progressDeadlineUs) fire(s.lifecycles, 'rollout', service, 'DEADLINE_EXCEEDED');
}
