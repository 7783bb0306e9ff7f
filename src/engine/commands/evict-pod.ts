import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { refuse } from '../../contract/refusals.ts';
import { mayEvict } from '../control/disruption-budget.ts';
import type { World } from '../world.ts';
import { removePod } from './delete-pod.ts';
import { findPod } from './find.ts';

/** The eviction API, as `kubectl drain` asks it: a deletion, unless a PodDisruptionBudget forbids it (429 Too Many Requests). */
export function evictPod(world: World, command: Extract<FleetCommand, { kind: 'evict-pod' }>, actor: string): CommandResult {
  const pod = findPod(world, command.pod);
  if (typeof pod !== 'number') return pod;
  if (!mayEvict(world, pod)) return refuse('command/too_many_requests', "Cannot evict pod as it would violate the pod's disruption budget.");
  return removePod(world, pod, command.graceUs, 'evicted', actor);
}
