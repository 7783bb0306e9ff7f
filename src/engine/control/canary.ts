import { assert } from '../../base/assert.ts';
import type { CanaryModel, CanaryStepModel } from '../../scenario/model/canary.ts';
import { formatStep } from './canary-words.ts';
import { CANARY, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { endAnalysis, hasSucceeded, measure, startAnalysis } from './analysis-run.ts';
import { canaryCounts } from './canary-counts.ts';
import type { CanaryState } from './canary-state.ts';
import { emitEvent } from './kube-events.ts';
import { deletePod } from './pod-end.ts';
import { recordChange } from './record-change.ts';
import { available, bounds, setDesired, syncReplicaSet } from './replica-set.ts';
import type { ReplicaSetState } from './service-state.ts';
import { requestSync } from './sync.ts';

/**
 * The Argo Rollouts controller for a canary without a traffic router: a step sets the share of pods that run the new version, waits, or analyses; a failed
 * analysis takes everything back to the stable version. Source: Argo Rollouts 1.7 rollout/canary.go, rollout/pause.go, utils/replicaset/canary.go.
 */
export function syncCanary(world: World, service: number, canary: CanaryState): void {
  const s = world.s;
  const state = s.services[service];
  state.syncScheduled = false;
  if (s.lifecycles.canary.state[service] === CANARY.degraded && !canary.aborted && !isLate(world, service)) fire(s.lifecycles, 'canary', service, 'PROGRESSED');
  const wanted = wantedCounts(world, service, canary);
  // while its spec says paused, it keeps what it has
  if (!state.paused) moveTowards(world, service, wanted);
  replaceOldPods(world, service, canary);
  for (const set of state.replicaSets) syncReplicaSet(world, service, set);
  if (!state.paused && !canary.aborted) goOn(world, service, canary, wanted);
}

function modelOf(world: World, service: number): CanaryModel {
  const { canary } = world.plan.services[service].model;
  assert(canary !== null, 'a canary has its model');
  return canary;
}

/** Share of pods that should run the new version now, 0…100. */
export function canaryWeight(world: World, service: number, canary: CanaryState): number {
  if (canary.aborted) return 0;
  if (world.s.services[service].current === canary.stable) return 100;
  const { steps } = modelOf(world, service);
  if (canary.promoteFull || canary.step >= steps.length) return 100;
  for (let at = canary.step; at >= 0; at--) {
    const step = steps[at];
    if (step.kind === 'set-weight') return step.percent;
  }
  return 0;
}

/** Pods wanted of every replica set, in their order. */
function wantedCounts(world: World, service: number, canary: CanaryState): number[] {
  const { replicaSets, replicas, current } = world.s.services[service];
  const wanted = replicaSets.map(() => 0);
  if (canary.aborted || current === canary.stable) wanted[canary.stable] = replicas;
  else {
    const counts = canaryCounts(replicas, canaryWeight(world, service, canary), bounds(world, service).surge > 0);
    wanted[canary.stable] = counts.stable;
    wanted[current] = counts.canary;
  }
  return wanted;
}

/** One look's worth of scaling: up as far as the surge allows, down as far as enough pods stay available. */
function moveTowards(world: World, service: number, wanted: readonly number[]): void {
  const { replicaSets, replicas } = world.s.services[service];
  const { surge, unavailable } = bounds(world, service);
  let room = replicas + surge - sum(replicaSets, (set) => set.desired);
  replicaSets.forEach((set, at) => {
    const more = Math.min(room, wanted[at] - set.desired);
    if (more <= 0) return;
    setDesired(world, service, set, set.desired + more);
    room -= more;
  });
  let spare = sum(replicaSets, (set) => available(world, set)) - (replicas - unavailable);
  replicaSets.forEach((set, at) => {
    const surplus = set.desired - wanted[at];
    if (surplus <= 0) return;
    const notReady = Math.min(surplus, Math.max(0, set.desired - available(world, set)));
    const ready = Math.max(0, Math.min(spare, surplus - notReady));
    spare -= ready;
    if (notReady + ready > 0) setDesired(world, service, set, set.desired - notReady - ready);
  });
}

function sum(sets: readonly ReplicaSetState[], count: (set: ReplicaSetState) => number): number {
  return sets.reduce((total, set) => total + count(set), 0);
}

/** Carries out `restart`: pods from before it go, as many at a time as may be missing. */
function replaceOldPods(world: World, service: number, canary: CanaryState): void {
  if (canary.restartUs < 0) return;
  const s = world.s;
  const state = s.services[service];
  const old = state.replicaSets
    .flatMap((set) => set.pods)
    .filter((pod) => s.pods[pod].record.createdUs < canary.restartUs && s.pods[pod].record.deletionUs === null);
  if (old.length === 0) {
    canary.restartUs = -1;
    return;
  }
  const spare = sum(state.replicaSets, (set) => available(world, set)) - (state.replicas - bounds(world, service).unavailable);
  for (const pod of old.slice(0, Math.max(0, spare))) deletePod(world, pod, world.plan.services[service].model.terminationGraceUs);
}

/** Goes through the steps that are done. */
function goOn(world: World, service: number, canary: CanaryState, wanted: readonly number[]): void {
  const state = world.s.services[service];
  const isThere = state.replicaSets.every((set, at) => set.desired === wanted[at] && available(world, set) >= wanted[at]);
  if (state.current === canary.stable) {
    if (isThere) fire(world.s.lifecycles, 'canary', service, 'COMPLETED');
    return;
  }
  const { steps, background, startingStep } = modelOf(world, service);
  if (canary.promoteFull || canary.step >= steps.length) {
    if (isThere) complete(world, service, canary);
    return;
  }
  if (background !== null && canary.step >= startingStep && canary.backgroundRun < 0) canary.backgroundRun = startAnalysis(world, service, background, -1);
  const step = steps[canary.step];
  if (!isStepDone(world, service, canary, step, isThere)) return;
  canary.step++;
  canary.pausedUs = -1;
  canary.stepRun = -1;
  const text = `Rollout step ${canary.step}/${steps.length} completed (${formatStep(step)})`;
  announce(world, service, 'Normal', 'RolloutStepCompleted', text);
  requestSync(world, service);
}

function isStepDone(world: World, service: number, canary: CanaryState, step: CanaryStepModel, isThere: boolean): boolean {
  const s = world.s;
  switch (step.kind) {
    case 'set-weight':
      if (isThere) tellFeed(world, service, `${step.percent}% of pods`);
      return isThere;
    case 'analysis':
      if (canary.stepRun < 0) canary.stepRun = startAnalysis(world, service, step.analysis, canary.step);
      return hasSucceeded(world, canary.stepRun);
    case 'pause':
      if (canary.pausedUs < 0) {
        canary.pausedUs = s.nowUs;
        fire(s.lifecycles, 'canary', service, 'PAUSED');
        announce(world, service, 'Normal', 'RolloutPaused', 'Rollout is paused (CanaryPauseStep)');
        if (step.durationUs !== null) pushEvent(s.queue, s.nowUs + step.durationUs, PRIORITY[EVENT.canaryPause], EVENT.canaryPause, service, 0);
      }
      if (step.durationUs === null || s.nowUs < canary.pausedUs + step.durationUs) return false;
      fire(s.lifecycles, 'canary', service, 'RESUMED');
      return true;
  }
}

/** The new version is the stable one from now on. */
function complete(world: World, service: number, canary: CanaryState): void {
  const state = world.s.services[service];
  const { revision, hash } = state.replicaSets[state.current];
  const steps = modelOf(world, service).steps.length;
  endRuns(world, canary);
  canary.stable = state.current;
  canary.step = steps;
  canary.promoteFull = false;
  fire(world.s.lifecycles, 'canary', service, 'COMPLETED');
  announce(world, service, 'Normal', 'RolloutCompleted', `Rollout completed update to revision ${revision} (${hash}): Completed all ${steps} canary steps`);
  tellFeed(world, service, 'on all pods');
}

/** A template has been put in its place: from the first step on, unless it is the stable one, which needs none. */
export function canaryChanged(world: World, service: number, canary: CanaryState): void {
  const state = world.s.services[service];
  endRuns(world, canary);
  const isStable = state.current === canary.stable;
  canary.step = isStable ? modelOf(world, service).steps.length : 0;
  canary.pausedUs = -1;
  canary.aborted = false;
  canary.abortedBecause = '';
  canary.promoteFull = false;
  fire(world.s.lifecycles, 'canary', service, 'TEMPLATE_CHANGED');
  announce(world, service, 'Normal', 'RolloutUpdated', `Rollout updated to revision ${state.replicaSets[state.current].revision}`);
}

/** Back to the stable version, and degraded until the template is put back too. @param because what a failed analysis says; '' when a person does it */
export function abortCanary(world: World, service: number, because: string): boolean {
  const state = world.s.services[service];
  const { canary } = state;
  if (canary === null || canary.aborted || state.current === canary.stable) return false;
  fire(world.s.lifecycles, 'canary', service, 'ABORTED');
  canary.aborted = true;
  canary.abortedBecause = because;
  canary.step = 0;
  canary.pausedUs = -1;
  endRuns(world, canary);
  const { revision } = state.replicaSets[state.current];
  announce(world, service, 'Warning', 'RolloutAborted', `Rollout aborted update to revision ${revision}${because === '' ? '' : `: ${because}`}`);
  requestSync(world, service);
  return true;
}

/** A measurement of an analysis is due; one that fails takes the rollout back. */
export function measurementDue(world: World, subject: number): void {
  const failed = measure(world, subject);
  if (failed !== null) abortCanary(world, failed.service, failed.message);
}

/** From the first step again. */
export function retryCanary(world: World, service: number, canary: CanaryState): void {
  canary.aborted = false;
  canary.abortedBecause = '';
  fire(world.s.lifecycles, 'canary', service, 'RETRIED');
  requestSync(world, service);
}

/**
 * Ends a pause, or skips the step it is at. Source: Argo Rollouts 1.7 pkg/kubectl-argo-rollouts/cmd/promote: a pause is ended or the step is skipped, never both.
 * @param full all steps that are left, their pauses and analyses
 */
export function promoteCanary(world: World, service: number, canary: CanaryState, full: boolean): void {
  const s = world.s;
  const state = s.services[service];
  const { steps } = modelOf(world, service);
  state.paused = false;
  // an aborted one goes on by retry or a new template only
  if (state.current !== canary.stable && !canary.aborted) {
    if (full) {
      canary.promoteFull = true;
      endRuns(world, canary);
    } else if (canary.step < steps.length) {
      canary.step++;
      if (canary.stepRun >= 0) endAnalysis(world, canary.stepRun);
      canary.stepRun = -1;
    }
    canary.pausedUs = -1;
  }
  fire(s.lifecycles, 'canary', service, 'RESUMED');
  requestSync(world, service);
}

function endRuns(world: World, canary: CanaryState): void {
  if (canary.stepRun >= 0) endAnalysis(world, canary.stepRun);
  if (canary.backgroundRun >= 0) endAnalysis(world, canary.backgroundRun);
  canary.stepRun = -1;
  canary.backgroundRun = -1;
}

function isLate(world: World, service: number): boolean {
  return world.s.nowUs - world.s.services[service].lastProgressUs > world.plan.services[service].model.progressDeadlineUs;
}

/** Looked at once a second: pods that do not come up in time. Pauses and analyses take as long as they take. */
export function judgeCanaryDeadline(world: World, service: number, canary: CanaryState): void {
  const { steps } = modelOf(world, service);
  const waits = canary.step < steps.length && steps[canary.step].kind !== 'set-weight';
  if (!waits && isLate(world, service)) fire(world.s.lifecycles, 'canary', service, 'DEADLINE_EXCEEDED');
}

function announce(world: World, service: number, type: 'Normal' | 'Warning', reason: string, text: string): void {
  emitEvent(world, service, type, reason, 'Rollout', world.plan.services[service].model.name, 'rollouts-controller', text);
}

/** What the controller does by itself, in the change feed. */
function tellFeed(world: World, service: number, how: string): void {
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  const { version, changeCause } = state.replicaSets[state.current];
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'deploy',
    subject: model.name,
    title: `${model.name} ${version} ${how}`,
    detail: changeCause,
    actor: 'rollouts-controller',
    undo: `kubectl argo rollouts abort ${model.name}`,
  });
}
