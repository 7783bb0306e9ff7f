import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { mayEvict } from '../control/disruption-budget.ts';
import { deletePod as terminate } from '../control/pod-end.ts';
import type { World } from '../world.ts';
import { findPod } from './find.ts';

/** The eviction API, as `kubectl drain` asks it: a deletion, unless a PodDisruptionBudget forbids it (429 Too Many Requests). */
export function evictPod(world: World, command: Extract<FleetCommand, { kind: 'evict-pod' }>, actor: string): CommandResult {
  const { pods, nowUs } = world.s;
  const pod = findPod(world, command.pod);
  if (typeof pod !== 'number') return pod;
  if (!mayEvict(world, pod)) return refuse('command/too_many_requests', "Cannot evict pod as it would violate the pod's disruption budget.");
  const { model } = world.plan.services[pods[pod].service];
  if (!terminate(world, pod, command.graceUs ?? model.terminationGraceUs)) return DONE;
  world.recorder.change({
    atUs: nowUs,
    kind: 'restart',
    subject: model.name,
    title: `pod ${command.pod} evicted`,
    detail: 'its replica set makes another',
    actor,
  });
  return DONE;
}
