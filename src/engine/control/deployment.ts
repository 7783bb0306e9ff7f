import { fire, POD } from '../machines/lifecycle.ts';
import type { PercentOrCount } from '../../scenario/model/fleet.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import { templateHash, uidIn } from './names.ts';
import { deletePod } from './pod-end.ts';
import { createPod, schedulePod } from './pods.ts';
import type { ReplicaSetState } from './service-state.ts';
import { requestSync } from './sync.ts';

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

export function resolvePart(part: PercentOrCount, replicas: number, up: boolean): number {
  if ('count' in part) return part.count;
  const exact = (part.percent * replicas) / 100;
  return up ? Math.ceil(exact) : Math.floor(exact);
}

function bounds(world: World, service: number): { surge: number; unavailable: number } {
  const { model } = world.plan.services[service];
  const { replicas } = world.s.services[service];
  const surge = resolvePart(model.maxSurge, replicas, true);
  const unavailable = resolvePart(model.maxUnavailable, replicas, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function available(world: World, set: ReplicaSetState): number {
  const states = world.s.lifecycles.pod.state;
  return set.pods.reduce((count, pod) => count + (states[pod] === POD.ready ? 1 : 0), 0);
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

function setDesired(world: World, service: number, set: ReplicaSetState, desired: number): void {
  if (set.desired === desired) return;
  const { model } = world.plan.services[service];
  const name = `${model.name}-${set.hash}`;
  const direction = desired > set.desired ? 'up' : 'down';
  emitEvent(
    world,
    service,
    'Normal',
    'ScalingReplicaSet',
    'Deployment',
    model.name,
    'deployment-controller',
    `Scaled ${direction} replica set ${name} from ${set.desired} to ${desired}`,
  );
  set.desired = desired;
}

/** The ReplicaSet controller: as many live pods as desired. Which go first: pkg/controller ActivePods (pending, not ready, newest). */
function syncReplicaSet(world: World, service: number, set: ReplicaSetState): void {
  const s = world.s;
  const states = s.lifecycles.pod.state;
  const alive = set.pods.filter((pod) => states[pod] !== POD.terminating && states[pod] !== POD.gone);
  for (const pod of alive) if (states[pod] === POD.pending) schedulePod(world, pod);
  for (let missing = set.desired - alive.length; missing > 0; missing--) createPod(world, service, s.services[service].replicaSets.indexOf(set));
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

export interface TemplateChange {
  readonly version: string;
  readonly image: string;
  readonly env: Record<string, string>;
  readonly changeCause: string;
  readonly restartedAtUs: number | null;
}

/** A new pod template: a new revision, or an old one's replica set under a new number. Returns the revision. */
export function changeTemplate(world: World, service: number, template: TemplateChange): number {
  const s = world.s;
  const state = s.services[service];
  const { model } = world.plan.services[service];
  const hash = templateHash(model.name, template.image, template.env, template.restartedAtUs);
  const next = state.replicaSets.reduce((most, set) => Math.max(most, set.revision), 0) + 1;
  const known = state.replicaSets.findIndex((set) => set.hash === hash);
  if (known === state.current) return state.replicaSets[known].revision;
  if (known >= 0) {
    state.replicaSets[known].revision = next;
    state.replicaSets[known].changeCause = template.changeCause;
    state.current = known;
  } else {
    state.replicaSets.push({
      revision: next,
      version: template.version,
      image: template.image,
      env: template.env,
      changeCause: template.changeCause,
      hash,
      uid: uidIn(world.plan.scenario.fleet, model.region, `${model.name}-${hash}`),
      createdUs: s.nowUs,
      restartedAtUs: template.restartedAtUs,
      desired: 0,
      pods: [],
    });
    state.current = state.replicaSets.length - 1;
  }
  state.generation++;
  state.lastProgressUs = s.nowUs;
  fire(s.lifecycles, 'rollout', service, 'TEMPLATE_CHANGED');
  requestSync(world, service);
  return next;
}
