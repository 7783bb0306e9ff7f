import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { deletePod as terminate } from '../control/pod-end.ts';
import type { World } from '../world.ts';
import { findPod } from './find.ts';

/** `kubectl delete pod`: graceful unless a grace period of 0 is asked for. */
export function deletePod(world: World, command: Extract<FleetCommand, { kind: 'delete-pod' }>, actor: string): CommandResult {
  const s = world.s;
  const pod = findPod(world, command.pod);
  if (typeof pod !== 'number') return pod;
  const { model } = world.plan.services[s.pods[pod].service];
  if (!terminate(world, pod, command.graceUs ?? model.terminationGraceUs)) return DONE; // already terminating: the API server says deleted again
  world.recorder.change({
    atUs: s.nowUs,
    kind: 'restart',
    subject: model.name,
    title: `pod ${command.pod} deleted`,
    detail: 'its replica set makes another',
    actor,
  });
  return DONE;
}
