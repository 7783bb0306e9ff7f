import type { FleetCommand } from '../../contract/commands.ts';
import { newOffset, offsetTargetOf, partitionsOf } from '../../contract/offset-reset.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { groupStateOf, kafkaOf, logOf, passOver } from '../kafka/kafka-state.ts';
import type { World } from '../world.ts';

/** `kafka-consumer-groups.sh --reset-offsets --execute`: the group goes on from elsewhere. The coordinator takes it from a group without members only. */
export function resetOffsets(world: World, command: Extract<FleetCommand, { kind: 'reset-offsets' }>, actor: string): CommandResult {
  const group = world.plan.kafka?.groups.findIndex(({ name }) => name === command.group) ?? -1;
  if (group < 0) return refuse('command/group_not_found', `The consumer group '${command.group}' does not exist.`);
  const { plan, state } = kafkaOf(world);
  const { model } = plan.topics[plan.groups[group].topic];
  const target = offsetTargetOf(command.to);
  if (target === null)
    return refuse(
      'command/invalid_value',
      `"${command.to}" is no place to reset to; expected earliest, latest, current, an offset, or a number with + or - before it`,
    );
  const partitions = partitionsOf(command.partitions, model.partitions);
  if (partitions === null)
    return refuse(
      'command/invalid_value',
      `"${command.partitions}" names no partitions of ${model.name}, which has 0 to ${model.partitions - 1}; expected for instance 0,3`,
    );
  const now = groupStateOf(world, group);
  if (now !== 'Empty')
    return refuse('command/group_active', `Assignments can only be reset if the group '${command.group}' is inactive, but the current state is ${now}.`);
  const its = state.groups[group];
  for (const partition of partitions) {
    const { start, end } = logOf(world, group, partition);
    const to = newOffset(target, { start, end, committed: its.committed[partition] });
    passOver(its, partition, to);
    its.committed[partition] = to;
    its.heldUntilUs[partition] = 0;
  }
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: plan.model.name,
    title: `offsets of ${command.group} reset to ${command.to}`,
    detail: `${partitions.length} of ${model.partitions} partitions of ${model.name}`,
    actor,
  });
  return DONE;
}
