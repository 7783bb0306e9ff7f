import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { emitEvent } from './kube-events.ts';
import type { ReplicaSetState } from './service-state.ts';

/** Of a replica set that could not make a pod: its condition ReplicaFailure, and the controller's back-off. */
export interface CreateFailure {
  /** Of the first: as long as it fails the condition stays as it is. Source: replica_set_utils.go SetCondition. */
  message: string;
  sinceUs: number;
  failures: number;
  /** When it tries again. */
  retryUs: number;
}

/** workqueue's DefaultControllerRateLimiter: 5 ms, doubled each time, up to 1,000 s. */
const FIRST_DELAY_US = 5_000;
const LONGEST_DELAY_US = 1_000e6;

/** Nobody tells the controller that there is room: it tries again, ever later, or when something about its pods changes. */
export function createFailed(world: World, service: number, setIndex: number, message: string): void {
  const s = world.s;
  const set = s.services[service].replicaSets[setIndex];
  const { model } = world.plan.services[service];
  emitEvent(world, service, 'Warning', 'FailedCreate', 'ReplicaSet', `${model.name}-${set.hash}`, 'replicaset-controller', `Error creating: ${message}`);
  const failure = (set.failure ??= { message, sinceUs: s.nowUs, failures: 0, retryUs: -1 });
  const delayUs = Math.min(LONGEST_DELAY_US, FIRST_DELAY_US * (1 << Math.min(failure.failures++, 20)));
  const isWaiting = failure.retryUs > s.nowUs && failure.retryUs <= s.nowUs + delayUs;
  if (isWaiting) return;
  failure.retryUs = s.nowUs + delayUs;
  pushEvent(s.queue, failure.retryUs, PRIORITY[EVENT.replicaSetRetry], EVENT.replicaSetRetry, service, setIndex);
}

/** A look in which nothing failed: the condition goes, and the next failure begins with the shortest delay. */
export function createSucceeded(set: ReplicaSetState): void {
  if (set.failure !== undefined) delete set.failure;
}
