import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { deletePod as terminate } from '../control/pod-end.ts';
import type { World } from '../world.ts';
import { findPod } from './find.ts';

/** `kubectl delete pod`: graceful unless a grace period of 0 is asked for. */
export function deletePod(world: World, command: Extract<FleetCommand, { kind: 'delete-pod' }>, actor: string): CommandResult {
  const pod = findPod(world, command.pod);
  return typeof pod === 'number' ? removePod(world, pod, command.graceUs, 'deleted', actor) : pod;
}

/** Ends a pod that somebody wants gone. Where it is going already, the API server says so again. */
export function removePod(world: World, pod: number, graceUs: number | undefined, how: 'deleted' | 'evicted', actor: string): CommandResult {
  const { pods, nowUs } = world.s;
  const { model } = world.plan.services[pods[pod].service];
  if (!terminate(world, pod, graceUs ?? model.terminationGraceUs)) return DONE;
  world.recorder.change({
    atUs: nowUs,
    kind: 'restart',
    subject: model.name,
    title: `pod ${pods[pod].record.name} ${how}`,
    detail: 'its replica set makes another',
    actor,
  });
  return DONE;
}
